package io.tradepath.feed.session;

/** The WebSocket close codes (RFC 6455 and IANA's registry) that sessions end with. */
public enum CloseCode {
    NORMAL(1000),
    PROTOCOL_ERROR(1002),
    POLICY_VIOLATION(1008),
    MESSAGE_TOO_LARGE(1009),
    SERVICE_RESTART(1012),
    TRY_AGAIN_LATER(1013);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
