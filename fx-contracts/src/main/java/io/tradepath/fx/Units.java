package io.tradepath.fx;

import java.math.BigDecimal;

/**
 * An amount of a pair's base currency. Signed where it is a position (negative is short), positive where a {@link Side}
 * stands beside it. Equal by value, whatever the scale.
 */
public record Units(BigDecimal value) implements Comparable<Units> {
    public static final Units ZERO = new Units(BigDecimal.ZERO);

    public Units {
        value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    public static Units of(long value) {
        return new Units(BigDecimal.valueOf(value));
    }

    /** Parses {@code "10000"}; as {@link Decimals#parse}. */
    public static Units parse(String text) {
        return new Units(Decimals.parse(text));
    }

    public Units plus(Units other) {
        return new Units(value.add(other.value));
    }

    public Units minus(Units other) {
        return new Units(value.subtract(other.value));
    }

    public Units negated() {
        return new Units(value.negate());
    }

    public Units abs() {
        return new Units(value.abs());
    }

    public Units min(Units other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** -1, 0 or 1. */
    public int signum() {
        return value.signum();
    }

    @Override
    public int compareTo(Units other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return Decimals.plain(value);
    }
}
