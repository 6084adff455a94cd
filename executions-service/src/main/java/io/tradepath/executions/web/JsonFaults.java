package io.tradepath.executions.web;

import io.tradepath.events.ClientOrderId;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Decimals;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in this API's words what is wrong with a body; a parser's own would name classes. */
final class JsonFaults {
    private static final String DECIMAL =
            "a decimal in a string and in plain notation, with at most %d digits before and %d behind the point"
                    .formatted(Decimals.INTEGER_DIGITS_MAX, Decimals.FRACTION_DIGITS_MAX);

    private static final Map<Class<?>, String> WANTED = Map.of(
            Units.class, DECIMAL,
            Price.class, DECIMAL + ", above zero",
            CurrencyPair.class, "a pair of ISO 4217 currencies such as \"EUR_USD\"",
            ClientOrderId.class, "1 to 255 visible ASCII characters in a string",
            String.class, "a string",
            boolean.class, "true or false",
            Boolean.class, "true or false");

    private JsonFaults() {}

    /** Names the field, where it is one, and what it should have been. */
    static String describe(JacksonException fault) {
        String field = field(fault);
        String wrong = switch (fault) {
            case UnrecognizedPropertyException _ -> "not a field of this request";
            case MismatchedInputException mismatch -> "must be " + wanted(mismatch.getTargetType());
            case StreamConstraintsException _ ->
                "nested deeper than %d, or a name, string or number that is too long"
                        .formatted(StrictJson.NESTING_DEPTH_MAX);
            case StreamReadException broken -> ofSyntax(broken);
            default -> "cannot be read";
        };
        return field.isEmpty() ? "The body: " + wrong + "." : field + ": " + wrong + ".";
    }

    private static String field(JacksonException fault) {
        String path = fault.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
        if (path.isEmpty() && isDuplicate(fault) && fault.processor() instanceof JsonParser parser) {
            String name = parser.currentName();
            return name == null ? "" : name;
        }
        return path;
    }

    private static String ofSyntax(StreamReadException broken) {
        return isDuplicate(broken) ? "a key that stands there twice" : "not JSON in UTF-8";
    }

    private static boolean isDuplicate(JacksonException fault) {
        return fault.getOriginalMessage() != null && fault.getOriginalMessage().startsWith("Duplicate");
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type != null && type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(" or "));
        }
        return type == null ? "something else" : WANTED.getOrDefault(type, "an object");
    }
}
