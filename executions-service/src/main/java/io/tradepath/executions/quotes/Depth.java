package io.tradepath.executions.quotes;

import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Walks a quote's levels, best first. Each walk has the whole quote to itself. */
public final class Depth {
    private Depth() {}

    /**
     * What a walk took.
     *
     * @param amount price times units, summed over the levels, in the quote currency
     */
    public record Taken(Units units, BigDecimal amount) {
        /** The volume-weighted price, HALF_EVEN at {@code digits}. */
        public Price averagePrice(int digits) {
            return new Price(amount.divide(units.value(), digits, RoundingMode.HALF_EVEN));
        }
    }

    /** Takes up to {@code units} at prices no worse than {@code bound}, where there is one. */
    public static Taken take(Quote quote, Side side, Units units, @Nullable Price bound) {
        Units left = units;
        BigDecimal amount = BigDecimal.ZERO;
        for (PriceLevel level : quote.takenBy(side)) {
            if (left.signum() == 0 || isBeyond(level.price(), bound, side)) {
                break;
            }
            Units taken = left.min(level.liquidity());
            amount = amount.add(taken.value().multiply(level.price().value()));
            left = left.minus(taken);
        }
        return new Taken(units.minus(left), amount);
    }

    /**
     * What {@code units} are worth at the levels, in the quote currency; what the depth does not have counts at its last
     * price.
     */
    public static BigDecimal worth(Quote quote, Side side, Units units) {
        Taken taken = take(quote, side, units, null);
        BigDecimal rest = units.minus(taken.units()).value();
        return taken.amount()
                .add(rest.multiply(quote.takenBy(side).getLast().price().value()));
    }

    private static boolean isBeyond(Price price, @Nullable Price bound, Side side) {
        if (bound == null) {
            return false;
        }
        return side == Side.BUY ? price.compareTo(bound) > 0 : price.compareTo(bound) < 0;
    }
}
