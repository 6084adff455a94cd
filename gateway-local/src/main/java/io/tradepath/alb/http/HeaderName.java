package io.tradepath.alb.http;

import java.util.Arrays;

/** The header names that the load balancer itself looks at. Every other name is {@link #OTHER}. */
public enum HeaderName {
    OTHER(""),
    TE("te"),
    HOST("host"),
    DATE("date"),
    COOKIE("cookie"),
    EXPECT("expect"),
    SERVER("server"),
    TRAILER("trailer"),
    UPGRADE("upgrade"),
    CONNECTION("connection"),
    KEEP_ALIVE("keep-alive"),
    SET_COOKIE("set-cookie"),
    USER_AGENT("user-agent"),
    AUTHORIZATION("authorization"),
    CONTENT_LENGTH("content-length"),
    X_AMZN_TRACE_ID("x-amzn-trace-id"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_PORT("x-forwarded-port"),
    PROXY_CONNECTION("proxy-connection"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    TRANSFER_ENCODING("transfer-encoding");

    private static final int LENGTH_MAX = 17;
    private static final HeaderName[][] BY_LENGTH = byLength();

    private final String lowerCase;

    HeaderName(String lowerCase) {
        this.lowerCase = lowerCase;
    }

    /** The name that the bytes spell, whatever their case. */
    static HeaderName of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LENGTH_MAX || length < 2) {
            return OTHER;
        }
        for (HeaderName name : BY_LENGTH[length]) {
            if (name.isSpelled(bytes, from)) {
                return name;
            }
        }
        return OTHER;
    }

    private boolean isSpelled(byte[] bytes, int from) {
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Ascii.lower(bytes[from + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static HeaderName[][] byLength() {
        HeaderName[][] table = new HeaderName[LENGTH_MAX + 1][];
        for (int length = 0; length <= LENGTH_MAX; length++) {
            int wanted = length;
            table[length] = Arrays.stream(values())
                    .filter(name -> name != OTHER && name.lowerCase.length() == wanted)
                    .toArray(HeaderName[]::new);
        }
        return table;
    }
}
