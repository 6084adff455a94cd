package io.tradepath.feed.source;

import io.tradepath.fx.Instrument;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Depth for prices that come without sizes: five levels, one price increment apart, the first at the price itself. */
final class Ladder {
    private static final List<Units> SIZES = List.of(
            Units.of(1_000_000), Units.of(2_000_000), Units.of(3_000_000), Units.of(5_000_000), Units.of(10_000_000));

    private Ladder() {}

    static List<PriceLevel> bids(Instrument instrument, BigDecimal best) {
        return levels(best, instrument.priceIncrement().negate());
    }

    static List<PriceLevel> asks(Instrument instrument, BigDecimal best) {
        return levels(best, instrument.priceIncrement());
    }

    private static List<PriceLevel> levels(BigDecimal best, BigDecimal step) {
        List<PriceLevel> levels = new ArrayList<>(SIZES.size());
        BigDecimal price = best;
        for (Units size : SIZES) {
            if (price.signum() <= 0) {
                break;
            }
            levels.add(new PriceLevel(new Price(price), size));
            price = price.add(step);
        }
        return levels;
    }
}
