package io.tradepath.http;

import io.tradepath.events.Identifiers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a request, for the client and the log alike. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,128}");

    private RequestId() {}

    /** The one that the client sent, where it is 1 to 128 visible ASCII characters; otherwise a new one. */
    public static String of(@Nullable String sent) {
        return sent != null && VISIBLE_ASCII.matcher(sent).matches() ? sent : Identifiers.next();
    }
}
