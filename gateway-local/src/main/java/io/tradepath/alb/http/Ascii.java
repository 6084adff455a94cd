package io.tradepath.alb.http;

import java.nio.charset.StandardCharsets;

/** Character classes of RFC 9110, on bytes. */
final class Ascii {

    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (byte b : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                .getBytes(StandardCharsets.US_ASCII)) {
            TOKEN[b] = true;
        }
    }

    private Ascii() {}

    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** CR, LF and NUL: nothing but a parser's mistake or an attack puts them into a head. */
    static boolean isBad(byte b) {
        return b == '\r' || b == '\n' || b == 0;
    }

    /** What a field value may hold: visible characters, obs-text, space and tab. */
    static boolean isFieldValue(byte b) {
        return b < 0 || (b >= ' ' && b != 0x7f) || b == '\t';
    }

    static boolean isAlphanumeric(byte b) {
        byte lower = lower(b);
        return (lower >= 'a' && lower <= 'z') || isDigit(b);
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
