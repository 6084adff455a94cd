package io.tradepath.feed.publisher;

import io.tradepath.events.QuoteRecord;
import io.tradepath.feed.source.Tick;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Quote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes quotes of ticks: gives them their epoch and number, and remembers them to say them again. */
final class QuoteSequencer {
    /** Each pair is repeated this often, the pairs one after the other. */
    static final Duration REPEAT_EACH = Duration.ofSeconds(5);

    private final long epoch;
    private final Map<CurrencyPair, Quote> latest = new HashMap<>();
    private final List<CurrencyPair> turns = new ArrayList<>();
    private int nextTurn;
    private long repeatDueNanos;

    QuoteSequencer(long epoch, long nowNanos) {
        this.epoch = epoch;
        this.repeatDueNanos = nowNanos;
    }

    /** The next quote of the tick's pair. */
    QuoteRecord.Quoted quoted(Tick tick, Instant time) {
        Quote before = latest.get(tick.pair());
        long seq = before == null ? 1 : before.seq() + 1;
        Quote quote = new Quote(tick.pair(), epoch, seq, time, tick.bids(), tick.asks(), tick.sourceTime());
        if (latest.put(tick.pair(), quote) == null) {
            turns.add(tick.pair());
        }
        return new QuoteRecord.Quoted(quote, false);
    }

    /** The pair whose turn has come, once more; null where it is nobody's. */
    QuoteRecord.@Nullable Quoted repeat(long nowNanos) {
        if (turns.isEmpty() || repeatDueNanos - nowNanos > 0) {
            return null;
        }
        // Not counted from when it was due: what was missed is not made up for.
        repeatDueNanos = nowNanos + REPEAT_EACH.toNanos() / turns.size();
        nextTurn = (nextTurn + 1) % turns.size();
        Quote quote = latest.get(turns.get(nextTurn));
        return quote == null ? null : new QuoteRecord.Quoted(quote, true);
    }

    long nanosToRepeat(long nowNanos) {
        return turns.isEmpty() ? REPEAT_EACH.toNanos() : Math.max(0, repeatDueNanos - nowNanos);
    }
}
