package io.tradepath.feed.candles;

import io.tradepath.events.Granularity;
import io.tradepath.fx.CurrencyPair;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Names one candle, as the key of its record does: {@code EUR_USD/M1/2026-01-05T12:00:00Z}. */
record CandleKey(CurrencyPair instrument, Granularity granularity, Instant open) {
    static CandleKey of(Series series, Bar bar) {
        return new CandleKey(series.instrument().pair(), series.granularity(), Instant.ofEpochMilli(bar.openMs()));
    }

    /**
     * Parses the key of a record.
     *
     * @throws RuntimeException for what is none
     */
    static CandleKey parse(byte[] key) {
        String[] parts = new String(key, StandardCharsets.UTF_8).split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not the key of a candle");
        }
        return new CandleKey(CurrencyPair.parse(parts[0]), Granularity.valueOf(parts[1]), Instant.parse(parts[2]));
    }

    byte[] bytes() {
        return (instrument + "/" + granularity + "/" + open).getBytes(StandardCharsets.UTF_8);
    }
}
