package io.tradepath.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A page of a list, and where the next one begins.
 *
 * @param nextCursor absent on the last page
 */
public record Page<T>(List<T> rows, @Nullable String nextCursor) {
    public static final int LIMIT_MAX = 1000;
    /** The default of every list, as text because annotations want it so. */
    public static final String LIMIT_DEFAULT = "100";

    public Page {
        rows = List.copyOf(rows);
    }

    /**
     * Returns the limit.
     *
     * @throws ProblemException 400 where a client asks for too many, or for none
     */
    public static int checkedLimit(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ProblemException.invalid("limit", "1 to %d".formatted(LIMIT_MAX));
        }
        return limit;
    }

    /**
     * The page in {@code rows}, of which one more than {@code limit} was asked for, to see whether there is more.
     *
     * @param position what the next page begins behind
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> position) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> page = rows.subList(0, limit);
        return new Page<>(page, cursor(position.apply(page.getLast())));
    }

    public <R> Page<R> map(Function<T, R> toRow) {
        return new Page<>(rows.stream().map(toRow).toList(), nextCursor);
    }

    /**
     * The position that a cursor stands for.
     *
     * @throws ProblemException 400 for one that was never given out
     */
    public static String position(String cursor) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException notOurs) {
            throw unknownCursor();
        }
    }

    /** As {@link #position}, where positions are numbers. */
    public static long numberedPosition(String cursor) {
        try {
            return Long.parseLong(position(cursor));
        } catch (NumberFormatException notOurs) {
            throw unknownCursor();
        }
    }

    /** That a cursor is not one that was given out. */
    public static ProblemException unknownCursor() {
        return ProblemException.invalid("cursor", "not one that was given out");
    }

    /** {@code Link} to the next page, if there is one: the request as it is, with the cursor. */
    public HttpHeaders links(HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        if (nextCursor != null) {
            UriComponentsBuilder next = ServletUriComponentsBuilder.fromRequest(request)
                    .scheme(null)
                    .host(null)
                    .port(null)
                    .replaceQueryParam("afterSeq")
                    .replaceQueryParam("cursor", nextCursor);
            headers.set(
                    HttpHeaders.LINK,
                    "<%s>; rel=\"next\"".formatted(next.build().toUriString()));
        }
        return headers;
    }

    private static String cursor(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }
}
