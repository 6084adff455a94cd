package io.tradepath.executions.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponents;

/**
 * How much of a list a client asked for.
 *
 * @param limit 1 to 1,000
 * @param after the place after which it goes on, as the previous page named it; null for the first page
 */
public record Page(int limit, @Nullable String after) {
    public static final int LIMIT_DEFAULT = 100;
    public static final int LIMIT_MAX = 1_000;

    private static final int CURSOR_LENGTH_MAX = 400;

    /** Reads the query parameters {@code limit} and {@code cursor}. */
    public static Page of(@Nullable String limit, @Nullable String cursor) {
        return new Page(limit(limit), cursor == null ? null : decode(cursor));
    }

    /** Reads the query parameter {@code limit}. */
    public static int limit(@Nullable String limit) {
        if (limit == null) {
            return LIMIT_DEFAULT;
        }
        long value = nonNegative("limit", limit);
        if (value < 1 || value > LIMIT_MAX) {
            throw Problem.malformed("limit: 1 to %d.".formatted(LIMIT_MAX)).exception();
        }
        return (int) value;
    }

    /** Reads a whole number that is not negative. */
    public static long nonNegative(String parameter, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw Problem.malformed("%s: a whole number.".formatted(parameter)).exception();
        }
        return Long.parseLong(text);
    }

    /** The cursor of the page that follows {@code last}. */
    public static String cursor(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers a page; {@code parameter=value} leads to the next one, where there is one. */
    public static <T> ResponseEntity<T> answer(T body, String parameter, @Nullable String value) {
        if (value == null) {
            return ResponseEntity.ok(body);
        }
        UriComponents next = ServletUriComponentsBuilder.fromCurrentRequest()
                .replaceQueryParam(parameter, value)
                .build();
        return ResponseEntity.ok()
                .header(HttpHeaders.LINK, "<%s?%s>; rel=\"next\"".formatted(next.getPath(), next.getQuery()))
                .body(body);
    }

    private static String decode(String cursor) {
        try {
            if (cursor.length() <= CURSOR_LENGTH_MAX) {
                return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException notBase64) {
            // Answered below, as any other cursor that this service has not given.
        }
        throw wrongCursor();
    }

    /** That the cursor is not one that this service has given. */
    public static ProblemException wrongCursor() {
        return Problem.malformed("cursor: as a previous page gave it.").exception();
    }
}
