package io.tradepath.bench.feed;

import io.tradepath.events.EventJson;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Makes quotes by the clock, as many a second as it is told, each with five levels and another price than the last. */
final class Ticks implements Runnable {
    static final long EPOCH = 1;

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long[] SIZES = {1_000_000, 2_000_000, 3_000_000, 5_000_000, 10_000_000};

    private final List<Instrument> instruments;
    private final Sink sink;
    private final long[] seqs;
    private volatile long perSecond;
    private final LongAdder published = new LongAdder();

    /** Takes each quote. */
    interface Sink {
        void publish(Quote quote, byte[] body, long dueNanos);
    }

    Ticks(int instruments, Sink sink) {
        this.instruments = Instruments.all().stream().limit(instruments).toList();
        this.sink = sink;
        this.seqs = new long[instruments];
    }

    static List<CurrencyPair> pairs(int instruments) {
        return Instruments.all().stream()
                .limit(instruments)
                .map(Instrument::pair)
                .toList();
    }

    void setPerSecond(long rate) {
        perSecond = rate;
    }

    long published() {
        return published.sum();
    }

    @Override
    public void run() {
        long rate = 0;
        long base = 0;
        long tick = 0;
        int turn = 0;
        while (true) {
            if (rate != perSecond) {
                rate = perSecond;
                base = System.nanoTime();
                tick = 0;
            }
            long due = rate == 0 ? Long.MAX_VALUE : base + tick * SECOND_NANOS / rate;
            long wait = rate == 0 ? SECOND_NANOS / 100 : due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(Math.min(wait, SECOND_NANOS / 100));
                continue;
            }
            Quote quote = quote(turn);
            sink.publish(quote, EventJson.writeBytes(quote), due);
            turn = (turn + 1) % instruments.size();
            tick++;
            published.increment();
        }
    }

    private Quote quote(int turn) {
        Instrument instrument = instruments.get(turn);
        long seq = ++seqs[turn];
        BigDecimal bid = BigDecimal.valueOf(100_000 + seq % 1_000, instrument.digits());
        return new Quote(
                instrument.pair(),
                EPOCH,
                seq,
                Clock.systemUTC().instant(),
                levels(bid, instrument.priceIncrement().negate()),
                levels(bid.add(instrument.pip()), instrument.priceIncrement()),
                null);
    }

    private static List<PriceLevel> levels(BigDecimal best, BigDecimal step) {
        List<PriceLevel> levels = new ArrayList<>(SIZES.length);
        BigDecimal price = best;
        for (long size : SIZES) {
            levels.add(new PriceLevel(new Price(price), Units.of(size)));
            price = price.add(step);
        }
        return levels;
    }
}
