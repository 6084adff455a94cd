package io.tradepath.executions.position;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Money;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account's net position in an instrument.
 *
 * @param units signed: positive bought, negative sold
 * @param averagePrice of the units held, at the instrument's digits + 5; null when flat
 * @param realisedExact profit and loss realised since the first fill, in the account's currency, not rounded
 */
public record Position(
        CurrencyPair instrument, Units units, @Nullable Price averagePrice, BigDecimal realisedExact) {
    public Position {
        if ((units.signum() == 0) != (averagePrice == null)) {
            throw new IllegalArgumentException("%s: %s units at %s".formatted(instrument, units, averagePrice));
        }
    }

    /**
     * What a fill does to a position, before its profit is converted.
     *
     * @param after with the new units and average price, and what was realised before
     * @param closedUnits how many units it closed, 0 where it only increased
     * @param realised profit (or loss, negative) on the closed units, in the quote currency, not rounded
     */
    public record Change(Position after, Units closedUnits, BigDecimal realised) {}

    public static Position flat(CurrencyPair instrument) {
        return new Position(instrument, Units.ZERO, null, BigDecimal.ZERO);
    }

    /** What must be posted to the account when its realised profit goes from this position's to {@code later}'s. */
    public BigDecimal posting(Position later, Currency home) {
        return later.realised(home).minus(realised(home)).amount();
    }

    /**
     * Realised profit as it was posted: the exact sum, rounded once. Each posting is the difference of two such sums, so
     * that many small closes are off by no more than one.
     */
    public Money realised(Currency home) {
        return Money.rounded(realisedExact, home);
    }

    /** True where such an order could do nothing but bring the position nearer to flat. */
    public boolean isReducedBy(Side side, Units orderUnits) {
        return units.signum() * side.signed(orderUnits).signum() < 0 && orderUnits.compareTo(units.abs()) <= 0;
    }

    /** A fill through zero realises on what it closes and opens the rest at its own price. */
    public Change fill(Side side, Units filled, Price price) {
        Units signed = side.signed(filled);
        if (units.signum() * signed.signum() >= 0) {
            return new Change(with(units.plus(signed), increasedAverage(filled, price)), Units.ZERO, BigDecimal.ZERO);
        }
        Units closed = filled.min(units.abs());
        BigDecimal gainPerUnit = price.value().subtract(average().value());
        BigDecimal realised = gainPerUnit.multiply(closed.value()).multiply(BigDecimal.valueOf(units.signum()));
        Units left = units.plus(signed);
        boolean hasTurned = left.signum() == signed.signum();
        return new Change(with(left, hasTurned ? price : average()), closed, realised);
    }

    public Position withRealised(BigDecimal gain) {
        return new Position(instrument, units, averagePrice, realisedExact.add(gain));
    }

    /** The side of an order that would close it. */
    public Side closingSide() {
        return units.signum() > 0 ? Side.SELL : Side.BUY;
    }

    /** The average price of a position that is not flat. */
    public Price average() {
        return Objects.requireNonNull(averagePrice, "a flat position has no average price");
    }

    private Position with(Units newUnits, Price average) {
        return new Position(instrument, newUnits, newUnits.signum() == 0 ? null : average, realisedExact);
    }

    private Price increasedAverage(Units filled, Price price) {
        int digits = Instruments.get(instrument).averagePriceDigits();
        if (units.signum() == 0) {
            return new Price(price.value().setScale(digits, RoundingMode.HALF_EVEN));
        }
        BigDecimal held = units.value().abs();
        BigDecimal cost = average().value().multiply(held).add(price.value().multiply(filled.value()));
        return new Price(cost.divide(held.add(filled.value()), digits, RoundingMode.HALF_EVEN));
    }
}
