package io.tradepath.feed.quotes;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the publisher notes on a quote's record beside the quote itself, for the publisher that comes after it and for
 * whoever counts ticks.
 */
public final class QuoteHeaders {
    private static final String POSITION = "source-position";
    private static final String CARRIED = "carried";
    private static final byte[] NOTHING = {};

    private QuoteHeaders() {}

    public static void write(Headers headers, @Nullable String position, boolean carried) {
        if (position != null) {
            headers.add(POSITION, position.getBytes(StandardCharsets.UTF_8));
        }
        if (carried) {
            headers.add(CARRIED, NOTHING);
        }
    }

    /** Where in its source the quote stands; null for a source without places. */
    static @Nullable String position(Headers headers) {
        Header header = headers.lastHeader(POSITION);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** True where the price was published in an earlier epoch already, and is no tick of its own. */
    public static boolean isCarried(Headers headers) {
        return headers.lastHeader(CARRIED) != null;
    }
}
