package io.tradepath.fx;

import java.math.BigDecimal;

/** What one unit of a pair's base currency costs in its quote currency; above zero. Equal by value, whatever the scale. */
public record Price(BigDecimal value) implements Comparable<Price> {
    public Price {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("a price is above zero: " + Decimals.plain(value));
        }
        value = value.stripTrailingZeros();
    }

    /** Parses {@code "1.08514"}; as {@link Decimals#parse}, and above zero. */
    public static Price parse(String text) {
        return new Price(Decimals.parse(text));
    }

    @Override
    public int compareTo(Price other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return Decimals.plain(value);
    }
}
