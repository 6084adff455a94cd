package io.tradepath.executions.conversion;

import io.tradepath.executions.quotes.Quotes;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instruments;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * How much of one currency an amount of another is.
 *
 * @param rate the second currency for one of the first, at {@link #RATE_DIGITS} decimals
 * @param fresh false where a quote behind it is stale
 * @param asOf the time of the oldest quote behind it; null where none is (a currency in itself)
 */
public record Conversion(
        BigDecimal rate, boolean fresh, @Nullable Instant asOf) {
    /** As many decimals as a number has on the wire: a client can repeat the calculation with what it was shown. */
    public static final int RATE_DIGITS = 12;

    private static final Currency USD = Currency.getInstance("USD");
    private static final Conversion SAME = new Conversion(BigDecimal.ONE, true, null);

    /** Null where a quote that it needs is missing, or where nothing that is traded leads from one to the other. */
    public static @Nullable Conversion between(Currency from, Currency to, Quotes quotes) {
        if (from.equals(to)) {
            return SAME;
        }
        Conversion exact = isTraded(from, to)
                ? direct(from, to, quotes)
                : through(direct(from, USD, quotes), direct(USD, to, quotes));
        return exact == null ? null : exact.rounded();
    }

    public BigDecimal convert(BigDecimal amount) {
        return amount.multiply(rate);
    }

    /** Of two instants that may be absent, the earlier. */
    public static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static boolean isTraded(Currency one, Currency other) {
        return Instruments.find(new CurrencyPair(one, other)).isPresent()
                || Instruments.find(new CurrencyPair(other, one)).isPresent();
    }

    private static @Nullable Conversion direct(Currency from, Currency to, Quotes quotes) {
        if (from.equals(to)) {
            return SAME;
        }
        Quotes.Latest latest = quotes.find(new CurrencyPair(from, to));
        if (latest != null) {
            return new Conversion(
                    latest.quote().mid(), latest.fresh(), latest.quote().time());
        }
        Quotes.Latest inverse = quotes.find(new CurrencyPair(to, from));
        if (inverse != null) {
            BigDecimal rate = BigDecimal.ONE.divide(inverse.quote().mid(), MathContext.DECIMAL128);
            return new Conversion(rate, inverse.fresh(), inverse.quote().time());
        }
        return null;
    }

    private static @Nullable Conversion through(@Nullable Conversion first, @Nullable Conversion second) {
        if (first == null || second == null) {
            return null;
        }
        return new Conversion(
                first.rate.multiply(second.rate), first.fresh && second.fresh, earlier(first.asOf, second.asOf));
    }

    private Conversion rounded() {
        return new Conversion(rate.setScale(RATE_DIGITS, RoundingMode.HALF_EVEN), fresh, asOf);
    }
}
