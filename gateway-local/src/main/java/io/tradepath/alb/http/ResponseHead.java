package io.tradepath.alb.http;

import org.jspecify.annotations.Nullable;

/** A target's answer: status line and headers. */
public final class ResponseHead extends MessageHead {

    private static final int STATUS_START = 9;
    private static final int STATUS_END = 12;

    private final int status;
    private final int reasonStart;
    private final int lineEnd;

    private ResponseHead(byte[] bytes, int status, int reasonStart, int lineEnd) {
        super(bytes);
        this.status = status;
        this.reasonStart = reasonStart;
        this.lineEnd = lineEnd;
    }

    /**
     * Reads a head.
     *
     * @param bytes one whole head, its last byte the LF of the empty line
     * @return the head, or null where a load balancer answers 502 because the head is malformed
     */
    public static @Nullable ResponseHead parse(byte[] bytes) {
        int lf = 0;
        while (lf < bytes.length && bytes[lf] != '\n') {
            lf++;
        }
        int end = lf > 0 && bytes[lf - 1] == '\r' ? lf - 1 : lf;
        if (lf == bytes.length || end < STATUS_END || !startsWithHttp1(bytes)) {
            return null;
        }
        int status = 0;
        for (int i = STATUS_START; i < STATUS_END; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return null;
            }
            status = status * 10 + (bytes[i] - '0');
        }
        if (status < 100 || (end > STATUS_END && bytes[STATUS_END] != ' ')) {
            return null;
        }
        ResponseHead head = new ResponseHead(bytes, status, Math.min(STATUS_END + 1, end), end);
        return head.readHeaders(lf + 1) ? head : null;
    }

    private static boolean startsWithHttp1(byte[] bytes) {
        return bytes[0] == 'H'
                && bytes[1] == 'T'
                && bytes[2] == 'T'
                && bytes[3] == 'P'
                && bytes[4] == '/'
                && bytes[5] == '1'
                && bytes[6] == '.'
                && (bytes[7] == '1' || bytes[7] == '0')
                && bytes[8] == ' ';
    }

    private boolean readHeaders(int from) {
        int start = from;
        while (start < bytes.length) {
            int lf = lineEnd(start);
            int end = withoutCr(start, lf);
            if (end == start) {
                return true;
            }
            int colon = indexOf(':', start, end);
            if (colon <= start || !isClean(start, colon, end)) {
                return false;
            }
            add(start, colon, colon + 1, end);
            start = lf + 1;
        }
        return false;
    }

    private boolean isClean(int nameStart, int colon, int end) {
        for (int i = nameStart; i < colon; i++) {
            if (!Ascii.isToken(bytes[i])) {
                return false;
            }
        }
        for (int i = colon + 1; i < end; i++) {
            if (Ascii.isBad(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    public int status() {
        return status;
    }

    /** Start of the reason phrase within {@link #bytes()}. */
    public int reasonStart() {
        return reasonStart;
    }

    /** End of the reason phrase within {@link #bytes()}, exclusive. */
    public int reasonEnd() {
        return lineEnd;
    }

    /** Whether the target will take another request on this connection. */
    public boolean keepsAlive() {
        boolean http11 = bytes[7] == '1';
        if (indexOf(HeaderName.CONNECTION) < 0) {
            return http11;
        }
        return http11 ? !listHas(HeaderName.CONNECTION, "close") : listHas(HeaderName.CONNECTION, "keep-alive");
    }
}
