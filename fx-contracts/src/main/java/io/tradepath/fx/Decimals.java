package io.tradepath.fx;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Decimals as they stand on the wire: plain notation, a bounded number of digits.
 *
 * <p>{@link BigDecimal#BigDecimal(String)} takes {@code 1e400}, which expands into gigabytes at the first addition;
 * whatever comes from outside is parsed here instead.
 */
public final class Decimals {
    /** Digits before the point that any amount, price or number of units may have. */
    public static final int INTEGER_DIGITS_MAX = 18;
    /** Digits behind the point that any amount, price or number of units may have. */
    public static final int FRACTION_DIGITS_MAX = 12;

    private static final Pattern PLAIN = Pattern.compile(
            "-?(0|[1-9][0-9]{0,%d})(\\.[0-9]{1,%d})?".formatted(INTEGER_DIGITS_MAX - 1, FRACTION_DIGITS_MAX));

    private Decimals() {}

    /**
     * Parses a decimal in plain notation, such as {@code "1.08514"} or {@code "-10000"}.
     *
     * @throws IllegalArgumentException for an exponent, a sign other than one leading minus, leading zeros, negative
     *     zero, or more than 18 digits before or 12 behind the point
     */
    public static BigDecimal parse(String text) {
        if (text.length() > INTEGER_DIGITS_MAX + FRACTION_DIGITS_MAX + 2
                || !PLAIN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a decimal in plain notation with at most %d digits before and %d behind the point: '%s'"
                            .formatted(INTEGER_DIGITS_MAX, FRACTION_DIGITS_MAX, abridged(text)));
        }
        BigDecimal value = new BigDecimal(text);
        if (value.signum() == 0 && text.startsWith("-")) {
            throw new IllegalArgumentException("negative zero: '%s'".formatted(abridged(text)));
        }
        return value;
    }

    /** Digits behind the point that the value needs: {@code 1.500} needs one, {@code 100} none. */
    public static int fractionDigits(BigDecimal value) {
        return Math.max(0, value.stripTrailingZeros().scale());
    }

    /** The value in plain notation without trailing zeros: {@code "1.5"}, {@code "100"}, {@code "0"}. */
    public static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String abridged(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
