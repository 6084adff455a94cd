package io.tradepath.feed;

import io.tradepath.fx.TradingHours;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.util.unit.DataSize;

/**
 * The service's own settings.
 *
 * @param seed of the simulated market
 * @param origins of the pages that may open {@code /feed/stomp}
 * @param sessionsMax open sockets of this instance
 * @param sessionsPerIdentityMax of them, those of one subject
 * @param deliveryThreads that write to sockets
 * @param marketHours when instruments are open: always, or in the FX week
 * @param eventsKept memory for the accounts' events of the last quarter of an hour; a quarter of the heap where not set
 */
@ConfigurationProperties("tradepath.feed")
record FeedSettings(
        Source source,
        long seed,
        Replay replay,
        Set<String> origins,
        int sessionsMax,
        int sessionsPerIdentityMax,
        int deliveryThreads,
        TradingHours marketHours,
        @Nullable DataSize eventsKept) {
    /** Where the prices come from. */
    enum Source {
        SIMULATED,
        REPLAY
    }

    /**
     * What is replayed, and how.
     *
     * @param file CSV of ticks, plain or {@code .gz}
     * @param speed file time over real time
     * @param from time of day, UTC, on the file's first day
     * @param loop start over at the end
     * @param startFile that the replay holds for
     */
    record Replay(
            @Nullable Path file,
            BigDecimal speed,

            @DateTimeFormat(pattern = "HH:mm[:ss]") @Nullable
            LocalTime from,

            boolean loop,
            @Nullable Path startFile) {}

    FeedSettings {
        origins = Set.copyOf(origins);
    }
}
