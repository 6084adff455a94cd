package io.tradepath.http;

import io.tradepath.events.ClientOrderId;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Decimals;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a body of JSON, and in which field, in words that name no class. */
final class JsonFault {
    private static final String DECIMAL =
            "a decimal in a string and in plain notation, with at most %d digits before and %d behind the point"
                    .formatted(Decimals.INTEGER_DIGITS_MAX, Decimals.FRACTION_DIGITS_MAX);

    private static final Map<Class<?>, String> WANTED = Map.of(
            Units.class, DECIMAL,
            Price.class, DECIMAL + ", above zero",
            CurrencyPair.class, "a pair of ISO 4217 currencies such as \"EUR_USD\"",
            ClientOrderId.class, "1 to 255 visible ASCII characters in a string",
            String.class, "a string",
            Boolean.class, "true or false");

    private JsonFault() {}

    static String describe(HttpMessageNotReadableException e) {
        if (!(e.getCause() instanceof JacksonException fault)) {
            return "the body is missing or is not JSON";
        }
        String field = field(fault);
        return (field.isEmpty() ? "the body" : "'%s'".formatted(field)) + ": " + wrong(fault, field.isEmpty());
    }

    private static String wrong(JacksonException fault, boolean isOfWholeBody) {
        return switch (fault) {
            case StreamConstraintsException _ ->
                "nested deeper than %d, or a name, a string or a number that is too long"
                        .formatted(JsonRules.NESTING_DEPTH_MAX);
            case StreamReadException _ when isDuplicate(fault) -> "given twice";
            case StreamReadException syntax ->
                "not JSON in UTF-8 (line %d, column %d)"
                        .formatted(
                                syntax.getLocation().getLineNr(),
                                syntax.getLocation().getColumnNr());
            case UnrecognizedPropertyException _ -> "unknown field";
            case InvalidNullException _ -> "required, not null";
            case MismatchedInputException _ when isOfWholeBody -> "must be one JSON object and nothing behind it";
            case MismatchedInputException mismatch -> wanted(mismatch.getTargetType());
            default -> "not valid";
        };
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type != null && type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        String wanted = type == null ? null : WANTED.get(type);
        return wanted == null ? "not valid" : "must be " + wanted;
    }

    private static String field(JacksonException fault) {
        String path = fault.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : String.valueOf(step.getPropertyName()))
                .collect(Collectors.joining("."));
        // Found while parsing, so the exception itself does not know the field: the parser does.
        return path.isEmpty() && isDuplicate(fault) && fault.processor() instanceof JsonParser parser
                ? String.valueOf(parser.currentName())
                : path;
    }

    private static boolean isDuplicate(JacksonException fault) {
        return String.valueOf(fault.getOriginalMessage()).startsWith("Duplicate");
    }
}
