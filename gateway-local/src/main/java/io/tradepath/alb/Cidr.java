package io.tradepath.alb;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A block of IPv4 or IPv6 addresses, such as 10.0.0.0/8. */
public final class Cidr {

    private final String text;
    private final byte[] network;
    private final int prefix;

    private Cidr(String text, byte[] network, int prefix) {
        this.text = text;
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * Reads a block.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = slash < 0 ? null : addressBytes(text.substring(0, slash));
        String prefix = text.substring(slash + 1);
        if (network == null || !prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > network.length * 8) {
            throw new IllegalArgumentException("'" + text + "' is no CIDR block such as 10.0.0.0/8");
        }
        return new Cidr(text, network, Integer.parseInt(prefix));
    }

    public boolean contains(String address) {
        byte[] bytes = addressBytes(address);
        if (bytes == null || bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an address literal; null where the text is none. No name is ever looked up. */
    private static byte @Nullable [] addressBytes(String text) {
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        return literal.indexOf(':') >= 0 ? ipv6(literal.toLowerCase(Locale.ROOT)) : ipv4(literal);
    }

    private static byte @Nullable [] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[4];
        if (parts.length != 4) {
            return null;
        }
        for (int i = 0; i < 4; i++) {
            if (!parts[i].matches("\\d{1,3}") || Integer.parseInt(parts[i]) > 255) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static byte @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        String[] head = words(gap < 0 ? text : text.substring(0, gap));
        String[] tail = words(gap < 0 ? "" : text.substring(gap + 2));
        int words = head.length + tail.length;
        if (gap < 0 ? words != 8 : words > 7) {
            return null;
        }
        byte[] bytes = new byte[16];
        return fill(bytes, 0, head) && fill(bytes, 16 - tail.length * 2, tail) ? bytes : null;
    }

    private static String[] words(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static boolean fill(byte[] bytes, int from, String[] words) {
        if (Arrays.stream(words).anyMatch(word -> !word.matches("[0-9a-f]{1,4}"))) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            int value = Integer.parseInt(words[i], 16);
            bytes[from + i * 2] = (byte) (value >> 8);
            bytes[from + i * 2 + 1] = (byte) value;
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
