package io.tradepath.feed;

import io.tradepath.feed.source.QuoteSource;
import io.tradepath.feed.source.Tick;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A market in which one pair's price changes ten times a second: a test that waits for the next quote gets it soon. A
 * real market, and so the simulated one, has none for half a minute now and then.
 */
final class SteadySource implements QuoteSource {
    private static final long TICK_EACH_NANOS = Duration.ofMillis(100).toNanos();

    private final Instrument moving;
    private long nextNanos;
    private boolean up;

    SteadySource(CurrencyPair moving) {
        this.moving = Instruments.all().stream()
                .filter(instrument -> instrument.pair().equals(moving))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public List<Tick> begin(Before before, long nowNanos) {
        nextNanos = nowNanos + TICK_EACH_NANOS;
        boolean carried = !before.latest().isEmpty();
        return Instruments.all().stream()
                .map(instrument -> tick(instrument, 0, carried))
                .toList();
    }

    @Override
    public @Nullable Tick poll(long nowNanos) {
        if (nextNanos - nowNanos > 0) {
            return null;
        }
        nextNanos += TICK_EACH_NANOS;
        up = !up;
        return tick(moving, up ? 1 : 0, false);
    }

    @Override
    public long nanosToNext(long nowNanos) {
        return Math.max(0, nextNanos - nowNanos);
    }

    private static Tick tick(Instrument instrument, int increments, boolean carried) {
        BigDecimal bid = BigDecimal.ONE.add(instrument.priceIncrement().multiply(BigDecimal.valueOf(increments)));
        BigDecimal ask = bid.add(instrument.priceIncrement().multiply(BigDecimal.TEN));
        return new Tick(instrument.pair(), level(bid), level(ask), null, 0, null, carried);
    }

    private static List<PriceLevel> level(BigDecimal price) {
        return List.of(new PriceLevel(new Price(price), Units.of(1_000_000)));
    }
}
