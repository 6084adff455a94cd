package io.tradepath.fx;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount of a currency in whole minor units (ISO 4217: cents of USD, whole JPY, mills of KWD); may be negative.
 * The scale of {@link #amount} is always the currency's.
 */
public record Money(BigDecimal amount, Currency currency) {
    public Money {
        int minorDigits = minorDigits(currency);
        if (Decimals.fractionDigits(amount) > minorDigits) {
            throw new IllegalArgumentException(
                    "%s has %d decimals: %s".formatted(currency, minorDigits, Decimals.plain(amount)));
        }
        amount = amount.setScale(minorDigits, RoundingMode.UNNECESSARY);
    }

    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /**
     * Parses an amount of {@code currency}, such as {@code "100.25"}.
     *
     * @throws IllegalArgumentException as {@link Decimals#parse}, and for more decimals than the currency has
     */
    public static Money parse(String amount, Currency currency) {
        return new Money(Decimals.parse(amount), currency);
    }

    /** The nearest whole number of minor units, ties to the even one. */
    public static Money rounded(BigDecimal exact, Currency currency) {
        return new Money(exact.setScale(minorDigits(currency), RoundingMode.HALF_EVEN), currency);
    }

    /**
     * Digits behind the point of the currency's minor unit.
     *
     * @throws IllegalArgumentException for what has none and cannot be held in an account (XAU, XXX)
     */
    public static int minorDigits(Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        if (digits < 0) {
            throw new IllegalArgumentException(currency + " has no minor unit");
        }
        return digits;
    }

    public Money plus(Money other) {
        return new Money(amount.add(sameCurrency(other).amount), currency);
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(sameCurrency(other).amount), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    /** -1, 0 or 1. */
    public int signum() {
        return amount.signum();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("%s with %s".formatted(this, other));
        }
        return other;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
