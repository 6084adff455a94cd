package io.tradepath.executions.margin;

import io.tradepath.executions.conversion.Conversion;
import io.tradepath.executions.position.Position;
import io.tradepath.executions.position.Positions;
import io.tradepath.executions.quotes.Quotes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What an account is worth, in its currency; nothing is rounded.
 *
 * @param unrealisedClosing profit or loss of all positions at the prices that closing them would get
 * @param nav cash plus that: what is displayed
 * @param navMid cash plus unrealised profit or loss at mid: what decides
 * @param marginUsed Σ |units| · mid(base→home) · marginRate
 * @param fresh false where a quote behind it is stale
 * @param asOf the time of the oldest quote behind it; null without an open position
 */
public record Valuation(
        BigDecimal unrealisedClosing,
        BigDecimal nav,
        BigDecimal navMid,
        BigDecimal marginUsed,
        boolean fresh,
        @Nullable Instant asOf) {
    /** Decimals of {@link #marginCloseoutPercent}. */
    private static final int PERCENT_DIGITS = 5;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** Null where a quote that it needs is missing. */
    public static @Nullable Valuation of(BigDecimal cash, Currency home, Positions positions, Quotes quotes) {
        Valuation sum = new Valuation(BigDecimal.ZERO, cash, cash, BigDecimal.ZERO, true, null);
        for (Position position : positions.open()) {
            PositionValue value = PositionValue.of(position, home, quotes);
            if (value == null) {
                return null;
            }
            sum = sum.plus(value);
        }
        return sum;
    }

    /** True where the account carries its positions: the margin check of every order that does not purely reduce. */
    public boolean coversMargin() {
        return navMid.compareTo(marginUsed) >= 0;
    }

    /** What is left for further positions, never below zero. */
    public BigDecimal marginAvailable() {
        return navMid.subtract(marginUsed).max(BigDecimal.ZERO);
    }

    /**
     * How near the account is to a stop-out: 0.5 · marginUsed / navMid, stop-out at 1; null where the net asset value is
     * zero or less although margin is used, which is beyond any percentage.
     */
    public @Nullable BigDecimal marginCloseoutPercent() {
        if (marginUsed.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return navMid.signum() <= 0
                ? null
                : HALF.multiply(marginUsed).divide(navMid, PERCENT_DIGITS, RoundingMode.HALF_EVEN);
    }

    private Valuation plus(PositionValue value) {
        return new Valuation(
                unrealisedClosing.add(value.unrealisedClosing()),
                nav.add(value.unrealisedClosing()),
                navMid.add(value.unrealisedMid()),
                marginUsed.add(value.marginUsed()),
                fresh && value.fresh(),
                Conversion.earlier(asOf, value.asOf()));
    }
}
