package io.tradepath.fx;

import java.util.Currency;
import java.util.regex.Pattern;

/**
 * An ordered pair of currencies, such as {@code EUR_USD}: a price is what one unit of the base costs in the quote
 * currency.
 */
public record CurrencyPair(Currency base, Currency quote) implements Comparable<CurrencyPair> {
    private static final Pattern WITH_UNDERSCORE = Pattern.compile("[A-Z]{3}_[A-Z]{3}");
    private static final Pattern SIX_LETTERS = Pattern.compile("[A-Z]{6}");

    public CurrencyPair {
        if (base.equals(quote)) {
            throw new IllegalArgumentException("a pair of one currency: " + base + "_" + quote);
        }
    }

    /**
     * Parses {@code EUR_USD}.
     *
     * @throws IllegalArgumentException for another form, or a code that ISO 4217 does not have
     */
    public static CurrencyPair parse(String text) {
        if (!WITH_UNDERSCORE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a currency pair such as EUR_USD: '" + text + "'");
        }
        return new CurrencyPair(currency(text.substring(0, 3)), currency(text.substring(4)));
    }

    /**
     * Parses {@code EURUSD}, the form of tick files.
     *
     * @throws IllegalArgumentException for another form, or a code that ISO 4217 does not have
     */
    public static CurrencyPair parseSymbol(String text) {
        if (!SIX_LETTERS.matcher(text).matches()) {
            throw new IllegalArgumentException("not a currency pair such as EURUSD: '" + text + "'");
        }
        return new CurrencyPair(currency(text.substring(0, 3)), currency(text.substring(3)));
    }

    /** True when one of the two is {@code currency}. */
    public boolean has(Currency currency) {
        return base.equals(currency) || quote.equals(currency);
    }

    private static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("not an ISO 4217 currency: '" + code + "'", unknown);
        }
    }

    @Override
    public int compareTo(CurrencyPair other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return base.getCurrencyCode() + "_" + quote.getCurrencyCode();
    }
}
