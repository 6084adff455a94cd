package io.tradepath.events;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import java.time.Instant;

/**
 * The quotes of a while, summed up.
 *
 * @param time when it begins
 * @param ticks the quotes in it, at least one
 * @param complete false while more may come
 */
public record Candle(
        CurrencyPair instrument,
        Granularity granularity,
        Instant time,
        Ohlc bid,
        Ohlc ask,
        Ohlc mid,
        int ticks,
        boolean complete) {
    public Candle {
        if (ticks < 1) {
            throw new IllegalArgumentException("a candle of %s without ticks".formatted(instrument));
        }
    }

    /** The first, the highest, the lowest and the last price. */
    public record Ohlc(Price o, Price h, Price l, Price c) {
        public Ohlc {
            if (l.compareTo(o) > 0 || l.compareTo(c) > 0 || h.compareTo(o) < 0 || h.compareTo(c) < 0) {
                throw new IllegalArgumentException("open %s, high %s, low %s, close %s".formatted(o, h, l, c));
            }
        }
    }
}
