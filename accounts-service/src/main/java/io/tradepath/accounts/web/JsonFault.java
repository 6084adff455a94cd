package io.tradepath.accounts.web;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a body of JSON, and in which field, in words that name no class. */
final class JsonFault {
    private JsonFault() {}

    static String describe(HttpMessageNotReadableException e) {
        return switch (e.getCause()) {
            case StreamConstraintsException _ -> "the JSON is nested deeper, or has longer numbers, than is taken";
            case StreamReadException syntax -> syntax(syntax);
            case UnrecognizedPropertyException unknown -> "'%s': unknown field".formatted(path(unknown));
            case InvalidNullException nothing -> "'%s': required, not null".formatted(path(nothing));
            case InvalidFormatException format -> "'%s': %s".formatted(path(format), expected(format.getTargetType()));
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case DatabindException other -> "'%s': not valid".formatted(path(other));
            case null, default -> "the body is missing or is not JSON";
        };
    }

    private static String syntax(StreamReadException e) {
        // Found while parsing, so the exception itself does not know the field: the parser does.
        JsonParser parser = e.processor();
        if (parser != null && String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")) {
            return "'%s': given twice".formatted(parser.currentName());
        }
        return "the body is not JSON in UTF-8 (line %d, column %d)"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String mismatch(MismatchedInputException e) {
        String path = path(e);
        return path.isEmpty()
                ? "the body must be one JSON object and nothing behind it"
                : "'%s': %s".formatted(path, expected(e.getTargetType()));
    }

    private static String expected(@Nullable Class<?> type) {
        if (type != null && type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        return type == String.class ? "must be a string" : "not valid";
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : String.valueOf(step.getPropertyName()))
                .collect(Collectors.joining("."));
    }
}
