package io.tradepath.feed.source;

import io.tradepath.fx.CurrencyPair;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file of ticks again: from a time of day on, at a chosen speed, once or over and over.
 *
 * <p>It holds at its beginning, with the last tick of each pair at or before it, until its start file exists, where it
 * has one. Behind another publisher of the same replay it goes on with the row after the last one that was published.
 */
public final class ReplaySource implements QuoteSource {
    /** A replay that nobody has played for longer begins anew rather than where it was. */
    static final Duration RESUME_MAX = Duration.ofMinutes(10);

    /** How often a holding replay looks for its start file. */
    static final Duration HOLD_POLL = Duration.ofMillis(50);

    private static final long MS_NANOS = Duration.ofMillis(1).toNanos();
    /** The pause before a loop starts over. */
    private static final long LOOP_PAUSE_MS = 1_000;

    private final ReplayFile file;
    private final Settings settings;
    private final Clock clock;
    private final int firstRow;
    private final long fromMs;
    private final String identity;

    private int row;
    private int loop;
    private boolean holding;
    /** The file's time at which the replay stood at {@link #baseNanos}. */
    private long baseMs;

    private long baseNanos;

    /**
     * What to play, and how.
     *
     * @param speed file time over real time, above zero
     * @param from time of day, UTC, on the file's first day; null is the file's beginning
     * @param startFile that the replay waits for; null is none
     */
    public record Settings(
            BigDecimal speed,
            @Nullable LocalTime from,
            boolean loop,
            @Nullable Path startFile) {
        public Settings {
            if (speed.signum() <= 0 || speed.compareTo(BigDecimal.valueOf(100_000)) > 0) {
                throw new IllegalArgumentException("the speed of a replay is above 0 and at most 100000: " + speed);
            }
        }
    }

    /**
     * Makes a source that has not begun.
     *
     * @param clock tells how long ago a replay was played last
     */
    public ReplaySource(ReplayFile file, Settings settings, Clock clock) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.fromMs = fromMs(file, settings.from());
        this.firstRow = firstRow(file, fromMs);
        this.identity = file.fingerprint() + "@" + fromMs;
    }

    private static long fromMs(ReplayFile file, @Nullable LocalTime from) {
        long first = file.timeMs(0);
        if (from == null) {
            return first - 1;
        }
        return Instant.ofEpochMilli(first)
                .atOffset(ZoneOffset.UTC)
                .with(from)
                .toInstant()
                .toEpochMilli();
    }

    /** The first row behind {@code from}. */
    private static int firstRow(ReplayFile file, long fromMs) {
        int row = 0;
        while (row < file.size() && file.timeMs(row) <= fromMs) {
            row++;
        }
        return row;
    }

    @Override
    public List<Tick> begin(Before before, long nowNanos) {
        holding = settings.startFile() != null && !Files.exists(settings.startFile());
        Integer played = holding ? null : playedRow(before);
        row = played == null ? firstRow : played + 1;
        baseMs = played == null ? fromMs : file.timeMs(played);
        baseNanos = nowNanos;
        return standing(row, played);
    }

    /** The row that was published last, of this replay and not long ago; null where there is none. */
    private @Nullable Integer playedRow(Before before) {
        String position = before.position();
        Instant time = before.positionTime();
        if (position == null
                || time == null
                || !position.startsWith(identity + "#")
                || Duration.between(time, clock.instant()).compareTo(RESUME_MAX) > 0) {
            loop = 0;
            return null;
        }
        String[] place = position.substring(identity.length() + 1).split("/", -1);
        loop = Integer.parseInt(place[0]);
        return Integer.valueOf(place[1]);
    }

    /**
     * The last tick of each pair before a row. Behind another publisher all of them stand for the place up to which that
     * one came: whoever comes next, even in the middle of them, goes on there.
     */
    private List<Tick> standing(int end, @Nullable Integer played) {
        Map<CurrencyPair, Integer> last = new LinkedHashMap<>();
        for (int i = 0; i < end; i++) {
            last.put(file.pair(i), i);
        }
        List<Tick> ticks = new ArrayList<>();
        last.values().stream()
                .sorted()
                .forEach(i -> ticks.add(file.tick(i, loop, position(played == null ? i : played), played != null)));
        return ticks;
    }

    @Override
    public @Nullable Tick poll(long nowNanos) {
        if (holding) {
            if (settings.startFile() != null && !Files.exists(settings.startFile())) {
                return null;
            }
            holding = false;
            baseNanos = nowNanos;
        }
        if (row == file.size() && settings.loop()) {
            startOver();
        }
        if (row >= file.size() || dueNanos() - nowNanos > 0) {
            return null;
        }
        Tick tick = file.tick(row, loop, position(row), false);
        row++;
        return tick;
    }

    private void startOver() {
        baseNanos = dueNanos(file.timeMs(file.size() - 1) + LOOP_PAUSE_MS);
        baseMs = fromMs;
        row = firstRow;
        loop++;
        if (row == file.size()) {
            row = 0;
        }
    }

    @Override
    public long nanosToNext(long nowNanos) {
        if (holding) {
            return HOLD_POLL.toNanos();
        }
        if (row >= file.size()) {
            return settings.loop() ? 0 : NOTHING_DUE;
        }
        return Math.max(0, dueNanos() - nowNanos);
    }

    private long dueNanos() {
        return dueNanos(file.timeMs(row));
    }

    private long dueNanos(long fileMs) {
        // A row that stands behind a later one is due with it, which is now.
        BigDecimal fileNanos = BigDecimal.valueOf(Math.max(0, fileMs - baseMs)).multiply(BigDecimal.valueOf(MS_NANOS));
        return baseNanos
                + fileNanos
                        .divide(settings.speed(), MathContext.DECIMAL64)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact();
    }

    private String position(int at) {
        return identity + "#" + loop + "/" + at;
    }
}
