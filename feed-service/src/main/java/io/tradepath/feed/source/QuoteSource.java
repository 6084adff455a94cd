package io.tradepath.feed.source;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Quote;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Produces ticks. Used by one thread. Times are monotonic nanoseconds of the caller's. */
public interface QuoteSource {
    /** {@link #nanosToNext} where nothing more is to come for now. */
    long NOTHING_DUE = Long.MAX_VALUE;

    /**
     * Begins, or begins again behind another publisher.
     *
     * @return the price of each pair as it stands
     */
    List<Tick> begin(Before before, long nowNanos);

    /** The next tick that is due by now; null where none is. */
    @Nullable
    Tick poll(long nowNanos);

    /** How long until {@link #poll} has something, or should be asked again. */
    long nanosToNext(long nowNanos);

    /**
     * What was published before.
     *
     * @param latest of each pair
     * @param position of the last tick that had one
     * @param positionTime when that was published
     */
    record Before(
            Map<CurrencyPair, Quote> latest,
            @Nullable String position,
            @Nullable Instant positionTime) {
        public static final Before NOTHING = new Before(Map.of(), null, null);

        public Before {
            latest = Map.copyOf(latest);
        }
    }
}
