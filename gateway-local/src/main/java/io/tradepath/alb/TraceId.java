package io.tradepath.alb;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The header X-Amzn-Trace-Id. */
public final class TraceId {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private TraceId() {}

    /**
     * The value that goes on: a new Root where the client sent none, otherwise a Self before what it sent.
     *
     * @param epochSecond the time of the request
     */
    public static String next(@Nullable String fromClient, long epochSecond, RandomGenerator random) {
        String fresh = fresh(epochSecond, random);
        if (fromClient == null || fromClient.isEmpty()) {
            return "Root=" + fresh;
        }
        if (!hasRoot(fromClient)) {
            return "Root=" + fresh + ";" + fromClient;
        }
        return "Self=" + fresh + ";" + withoutSelf(fromClient);
    }

    private static boolean hasRoot(String value) {
        return value.startsWith("Root=") || value.contains(";Root=");
    }

    /** A load balancer before this one has written its own Self, which ours replaces. */
    private static String withoutSelf(String value) {
        if (!value.startsWith("Self=") && !value.contains(";Self=")) {
            return value;
        }
        StringBuilder kept = new StringBuilder(value.length());
        for (String field : value.split(";", -1)) {
            if (!field.startsWith("Self=")) {
                kept.append(kept.isEmpty() ? "" : ";").append(field);
            }
        }
        return kept.toString();
    }

    private static String fresh(long epochSecond, RandomGenerator random) {
        char[] text = new char[35];
        text[0] = '1';
        text[1] = '-';
        hex(text, 2, (int) epochSecond, 8);
        text[10] = '-';
        hex(text, 11, random.nextInt(), 8);
        hex(text, 19, random.nextInt(), 8);
        hex(text, 27, random.nextInt(), 8);
        return new String(text);
    }

    private static void hex(char[] to, int at, int value, int digits) {
        for (int i = 0; i < digits; i++) {
            to[at + i] = HEX[(value >>> (4 * (digits - 1 - i))) & 0xf];
        }
    }
}
