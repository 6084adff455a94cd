package io.tradepath.alb.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's head, read leniently: what is odd in it is kept as it stands, and {@link DesyncGuard} judges it.
 */
public final class RequestHead extends MessageHead {

    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    private final String method;
    private final String target;
    private final String version;
    private final String path;
    private final String query;
    private final @Nullable String authority;
    private boolean lineWithoutCr;
    private boolean lineWithoutColon;
    private boolean folded;
    private boolean foldedAfterBareLf;

    private RequestHead(byte[] bytes) {
        super(bytes);
        int lf = lineEnd(0);
        int end = withoutCr(0, lf);
        lineWithoutCr = end == lf;
        int methodEnd = indexOf(' ', 0, end);
        int lastSpace = lastSpace(end);
        if (methodEnd < 0) {
            method = Ascii.text(bytes, 0, end);
            target = "";
            version = "";
        } else if (methodEnd == lastSpace) {
            // "GET /path": HTTP/0.9 has no version
            method = Ascii.text(bytes, 0, methodEnd);
            target = Ascii.text(bytes, methodEnd + 1, end);
            version = "";
        } else {
            method = Ascii.text(bytes, 0, methodEnd);
            target = Ascii.text(bytes, methodEnd + 1, lastSpace);
            version = Ascii.text(bytes, lastSpace + 1, end);
        }
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        String local = target;
        if (scheme > 0) {
            int slash = target.indexOf('/', scheme + 3);
            int question = target.indexOf('?', scheme + 3);
            int authorityEnd = slash >= 0 && (question < 0 || slash < question) ? slash : question;
            authority = target.substring(scheme + 3, authorityEnd < 0 ? target.length() : authorityEnd);
            local = authorityEnd < 0 ? "/" : target.substring(authorityEnd);
            local = local.startsWith("?") ? "/" + local : local;
        } else {
            authority = null;
        }
        int question = local.indexOf('?');
        path = question < 0 ? local : local.substring(0, question);
        query = question < 0 ? "" : local.substring(question + 1);
        readHeaders(lf + 1);
    }

    /**
     * Reads a head.
     *
     * @param bytes one whole head, its last byte the LF of the empty line; the head keeps and owns the array
     */
    public static RequestHead parse(byte[] bytes) {
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
            throw new IllegalArgumentException("a head ends with an empty line");
        }
        return new RequestHead(bytes);
    }

    /** The head of a request that only exists to be explained. */
    public static RequestHead of(String text) {
        return parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private int lastSpace(int end) {
        int at = end - 1;
        while (at >= 0 && bytes[at] != ' ') {
            at--;
        }
        return at;
    }

    private void readHeaders(int from) {
        int start = from;
        boolean previousHadCr = !lineWithoutCr;
        while (start < bytes.length) {
            int lf = lineEnd(start);
            int end = withoutCr(start, lf);
            boolean hasCr = end != lf;
            lineWithoutCr |= !hasCr;
            if (end == start) {
                return;
            }
            boolean blankFirst = Ascii.isBlank(bytes[start]);
            int colon = indexOf(':', start, end);
            if (blankFirst && headerCount() > 0) {
                folded = true;
                foldedAfterBareLf |= !previousHadCr;
            }
            if (colon >= 0) {
                add(start, colon, colon + 1, end);
            } else if (!blankFirst || headerCount() == 0) {
                lineWithoutColon = true;
            }
            previousHadCr = hasCr;
            start = lf + 1;
        }
    }

    public String method() {
        return method;
    }

    /** The request-target, as the client wrote it. */
    public String target() {
        return target;
    }

    /** {@code HTTP/1.1} and so on; empty where the line has none. */
    public String version() {
        return version;
    }

    public boolean isHttp11() {
        return version.equals("HTTP/1.1");
    }

    /** The path, still percent-encoded, without the query. */
    public String path() {
        return path;
    }

    /** What follows the first {@code ?}; empty where there is none. */
    public String query() {
        return query;
    }

    /** The request-target in origin form. */
    public String pathAndQuery() {
        return authority == null ? target : query.isEmpty() ? path : path + "?" + query;
    }

    /** Host and port of a request-target in absolute form. */
    public @Nullable String authority() {
        return authority;
    }

    /** The host that rules are matched against: that of an absolute target or of the Host header, with its port. */
    public @Nullable String hostAndPort() {
        return authority != null ? authority : first(HeaderName.HOST);
    }

    /** The host without its port; empty where there is none. */
    public String host() {
        String host = hostAndPort();
        if (host == null) {
            return "";
        }
        int colon = host.lastIndexOf(':');
        return colon > 0 && host.indexOf(']', colon) < 0 ? host.substring(0, colon) : host;
    }

    /** The port that the client spoke to, where it names one: what stands before the load balancer may have changed it. */
    public int portOr(int otherwise) {
        String host = hostAndPort();
        int colon = host == null ? -1 : host.lastIndexOf(':');
        return host != null
                        && colon > 0
                        && PORT.matcher(host).region(colon + 1, host.length()).matches()
                ? Integer.parseInt(host.substring(colon + 1))
                : otherwise;
    }

    /** Whether the client asks to go over to WebSocket. */
    public boolean isWebSocketUpgrade() {
        return indexOf(HeaderName.UPGRADE) >= 0
                && method.equals("GET")
                && listHas(HeaderName.UPGRADE, "websocket")
                && listHas(HeaderName.CONNECTION, "upgrade");
    }

    /** Whether the client expects the connection to be used again. */
    public boolean keepsAlive() {
        if (indexOf(HeaderName.CONNECTION) < 0) {
            return isHttp11();
        }
        return isHttp11()
                ? !listHas(HeaderName.CONNECTION, "close")
                : version.equals("HTTP/1.0") && listHas(HeaderName.CONNECTION, "keep-alive");
    }

    boolean hasLineWithoutCr() {
        return lineWithoutCr;
    }

    boolean hasLineWithoutColon() {
        return lineWithoutColon;
    }

    boolean isFolded() {
        return folded;
    }

    boolean isFoldedAfterBareLf() {
        return foldedAfterBareLf;
    }
}
