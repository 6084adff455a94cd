package io.tradepath.feed.candles;

import io.tradepath.events.Candle;
import io.tradepath.events.CandleRecord;
import io.tradepath.events.Granularity;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Quote;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All series, and how quotes are folded into them. Not for use by several threads at a time. */
final class CandleBook {
    private final Map<CurrencyPair, Map<Granularity, Series>> series = new HashMap<>();
    /** The market's time, as the quotes say it. */
    private long marketMs = Long.MIN_VALUE;

    /** Whose time it is; null until a quote has told. */
    private @Nullable Boolean replayed;

    /** What has become of bars. */
    interface Changes {
        void changed(Series series, Bar bar);

        /** It is not kept any longer. */
        void dropped(Series series, Bar bar);
    }

    private final Changes changes;

    CandleBook(Changes changes) {
        this.changes = changes;
        for (Instrument instrument : Instruments.all()) {
            Map<Granularity, Series> of = new EnumMap<>(Granularity.class);
            for (Granularity granularity : Granularity.values()) {
                of.put(granularity, new Series(instrument, granularity));
            }
            series.put(instrument.pair(), of);
        }
    }

    @Nullable
    Series find(CurrencyPair pair, Granularity granularity) {
        Map<Granularity, Series> of = series.get(pair);
        return of == null ? null : of.get(granularity);
    }

    /** Takes note of any quote, folded in or not: whether the market's time is that of a replay. */
    void hear(Quote quote) {
        boolean now = quote.sourceTime() != null;
        if (replayed == null || replayed != now) {
            replayed = now;
            marketMs = Long.MIN_VALUE;
        }
    }

    /** Folds in a quote that was published for the first time. */
    void fold(Quote quote, long offset) {
        Map<Granularity, Series> of = series.get(quote.instrument());
        Series finest = of == null ? null : of.get(Granularity.S5);
        if (of == null || finest == null) {
            return;
        }
        Instant sourceTime = quote.sourceTime();
        long timeMs = (sourceTime == null ? quote.time() : sourceTime).toEpochMilli();
        // One that is folded in already, by whoever wrote the bars that are here, is old and no new beginning.
        boolean known = of.values().stream().anyMatch(each -> each.goesTo(offset));
        if (sourceTime != null && !known && finest.isBeforeLast(timeMs)) {
            beginAnew(of.values());
            marketMs = timeMs;
        }
        int digits = finest.instrument().digits();
        int bid = Bar.increments(quote.bid().value(), digits);
        int ask = Bar.increments(quote.ask().value(), digits);
        QuotePlace place = new QuotePlace(offset, quote.epoch(), quote.seq());
        for (Series each : of.values()) {
            fold(each, timeMs, bid, ask, place);
        }
        advanceTo(timeMs);
    }

    private void fold(Series to, long timeMs, int bid, int ask, QuotePlace place) {
        if (to.goesTo(place.offset())) {
            return;
        }
        Bar last = to.last();
        // A clock that was set back: the quote belongs to the bar that there is.
        long notBefore = last == null ? timeMs : Math.max(timeMs, last.openMs());
        Series.Change change = to.fold(notBefore, bid, ask, place);
        change.changed().forEach(bar -> changes.changed(to, bar));
        change.dropped().forEach(bar -> changes.dropped(to, bar));
    }

    /** A replay that was started again: bars of times that are yet to come would be in its way. */
    private void beginAnew(Collection<Series> of) {
        for (Series each : of) {
            each.clear().forEach(bar -> changes.dropped(each, bar));
        }
    }

    /** The publisher's clock, which goes on where no quotes come; a replay's time is its quotes' alone. */
    void beat(Instant time) {
        if (replayed != null && !replayed) {
            advanceTo(time.toEpochMilli());
        }
    }

    private void advanceTo(long timeMs) {
        long before = marketMs;
        if (timeMs <= before) {
            return;
        }
        marketMs = timeMs;
        Instant boundary = Granularity.S5.open(Instant.ofEpochMilli(timeMs));
        if (boundary.toEpochMilli() <= before) {
            return;
        }
        for (Map<Granularity, Series> of : series.values()) {
            for (Series each : of.values()) {
                Bar last = each.last();
                if (last != null && each.advance(timeMs)) {
                    changes.changed(each, last);
                }
            }
        }
    }

    /** Takes in a record of the bus; true where what is here agrees with it, or now does. */
    boolean load(CandleRecord record) {
        Candle candle = record.candle();
        Series of = find(candle.instrument(), candle.granularity());
        return of == null || of.load(record);
    }
}
