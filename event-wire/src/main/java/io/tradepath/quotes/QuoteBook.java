package io.tradepath.quotes;

import io.tradepath.events.QuoteRecord;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Quote;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest quote of each pair. Written by one thread, the tail's; read by any.
 *
 * <p>Records of an epoch below the greatest seen are dropped: their publisher has been replaced, whatever it believes.
 */
public final class QuoteBook {
    /** A publisher that was not heard for this long is not believed any more; it beats once a second. */
    public static final Duration BEAT_MAX = Duration.ofSeconds(2);

    private static final long NEVER = -1;

    private final LongSupplier nanoTime;
    private final BooleanSupplier atEnd;
    private final Map<CurrencyPair, Quote> latest = new ConcurrentHashMap<>();
    private volatile long epoch = NEVER;
    /** When the publisher of the epoch was last heard live; meaningless while {@link #heard} is false. */
    private volatile long heardNanos;

    private volatile boolean heard;

    /**
     * Makes an empty book.
     *
     * @param nanoTime monotonic, {@link System#nanoTime()} but in tests
     * @param atEnd whether the tail that feeds this book is at the end of its topic
     */
    public QuoteBook(LongSupplier nanoTime, BooleanSupplier atEnd) {
        this.nanoTime = nanoTime;
        this.atEnd = atEnd;
    }

    /** What a record was to the book. */
    public enum Accepted {
        /** A quote that comes after the pair's latest. */
        NEW_QUOTE,
        /** The latest quote once more. */
        REPEAT,
        /** A sign of life. */
        BEAT,
        /** A publisher takes over. */
        CLAIM,
        /** Of a publisher that has been replaced, or out of order. */
        DROPPED
    }

    /**
     * Takes a record in.
     *
     * @param offset of the record; a claim's is the epoch
     * @param live false where it was read while catching up: a sign of life is then none
     */
    public Accepted accept(long offset, QuoteRecord record, boolean live) {
        return switch (record) {
            case QuoteRecord.Claim _ -> claimed(offset, live);
            case QuoteRecord.Beat beat -> beaten(beat.epoch(), live);
            case QuoteRecord.Quoted quoted -> quoted(quoted.quote(), live);
        };
    }

    private Accepted claimed(long claim, boolean live) {
        if (claim <= epoch) {
            return Accepted.DROPPED;
        }
        begin(claim);
        hear(live);
        return Accepted.CLAIM;
    }

    private Accepted beaten(long of, boolean live) {
        if (of < epoch) {
            return Accepted.DROPPED;
        }
        if (of > epoch) {
            begin(of);
        }
        hear(live);
        return Accepted.BEAT;
    }

    private Accepted quoted(Quote quote, boolean live) {
        if (quote.epoch() < epoch) {
            return Accepted.DROPPED;
        }
        if (quote.epoch() > epoch) {
            begin(quote.epoch());
            hear(live);
        }
        Quote before = latest.get(quote.instrument());
        if (before == null || quote.isAfter(before)) {
            latest.put(quote.instrument(), quote);
            return Accepted.NEW_QUOTE;
        }
        return before.isAfter(quote) ? Accepted.DROPPED : Accepted.REPEAT;
    }

    private void begin(long newEpoch) {
        heard = false;
        epoch = newEpoch;
    }

    private void hear(boolean live) {
        if (live) {
            heardNanos = nanoTime.getAsLong();
            heard = true;
        }
    }

    /** The latest quote of a pair, fresh or not. */
    public @Nullable Quote latest(CurrencyPair pair) {
        return latest.get(pair);
    }

    /** Of each pair that was ever quoted the latest quote, fresh or not. */
    public Map<CurrencyPair, Quote> latest() {
        return Map.copyOf(latest);
    }

    /** The epoch of the publisher in charge; -1 where none was heard of. */
    public long epoch() {
        return epoch;
    }

    /** Whether a pair's latest quote may be believed now. */
    public Freshness freshness(CurrencyPair pair) {
        Quote quote = latest.get(pair);
        return quote == null ? Freshness.MISSING : freshness(quote);
    }

    /** Whether a quote that was taken from this book may be believed now. */
    public Freshness freshness(Quote quote) {
        if (!atEnd.getAsBoolean()) {
            return Freshness.STALE_BEHIND;
        }
        boolean alive = heard && nanoTime.getAsLong() - heardNanos < BEAT_MAX.toNanos();
        return alive && quote.epoch() == epoch ? Freshness.FRESH : Freshness.STALE_PUBLISHER;
    }
}
