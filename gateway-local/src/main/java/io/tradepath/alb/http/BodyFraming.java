package io.tradepath.alb.http;

/** What ends a body. */
public sealed interface BodyFraming {

    BodyFraming NONE = new Length(0);
    BodyFraming CHUNKED = new Chunked();
    BodyFraming UNTIL_CLOSE = new UntilClose();

    /** So many bytes. */
    record Length(long bytes) implements BodyFraming {
        public Length {
            if (bytes < 0) {
                throw new IllegalArgumentException("a body cannot have " + bytes + " bytes");
            }
        }
    }

    /** Chunks, the last of length 0. */
    record Chunked() implements BodyFraming {}

    /** The sender closes the connection; answers only. */
    record UntilClose() implements BodyFraming {}

    static BodyFraming length(long bytes) {
        return bytes == 0 ? NONE : new Length(bytes);
    }

    /**
     * What ends the body of an answer (RFC 9112, 6.3).
     *
     * @return the framing, or null where the answer's own headers contradict each other
     */
    static @org.jspecify.annotations.Nullable BodyFraming ofAnswer(ResponseHead head, String method) {
        int status = head.status();
        if (method.equals("HEAD") || status == 204 || status == 304 || status < 200) {
            return NONE;
        }
        if (head.indexOf(HeaderName.TRANSFER_ENCODING) >= 0) {
            return head.listHas(HeaderName.TRANSFER_ENCODING, "chunked") ? CHUNKED : UNTIL_CLOSE;
        }
        long length = -1;
        for (int i = 0; i < head.headerCount(); i++) {
            if (head.known(i) == HeaderName.CONTENT_LENGTH) {
                long value = DesyncGuard.number(head.bytes, head.valueStart(i), head.valueEnd(i));
                if (value < 0 || (length >= 0 && length != value)) {
                    return null;
                }
                length = value;
            }
        }
        return length < 0 ? UNTIL_CLOSE : length(length);
    }
}
