package io.tradepath.feed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long BEGIN = 77;

    @TempDir
    private Path folder;

    private @Nullable ReplayFile file;

    @BeforeEach
    void writeFile() throws IOException {
        file = ReplayFile.read(Files.writeString(folder.resolve("t.csv"), """
                ts_utc_ms,pair,bid,ask
                36000000,EURUSD,1.00001,1.00010
                36000000,NZDUSD,0.80001,0.80010
                36010000,EURUSD,1.00002,1.00010
                36010000,EURUSD,1.00003,1.00010
                36020000,NZDUSD,0.80002,0.80010
                """));
    }

    @Test
    void playsTicksWhenTheyAreDue() {
        ReplaySource source = source("1", null, false, null);

        assertThat(source.begin(QuoteSource.Before.NOTHING, BEGIN)).isEmpty();
        assertThat(bids(source, BEGIN + SECOND)).containsExactly("1.00001", "0.80001");
        assertThat(bids(source, BEGIN + 9 * SECOND)).isEmpty();
        assertThat(source.nanosToNext(BEGIN + 9 * SECOND)).isBetween(SECOND, SECOND + 2_000_000);
        assertThat(bids(source, BEGIN + 11 * SECOND)).containsExactly("1.00002", "1.00003");
        assertThat(bids(source, BEGIN + 99 * SECOND)).containsExactly("0.80002");
        assertThat(source.nanosToNext(BEGIN + 99 * SECOND)).isEqualTo(QuoteSource.NOTHING_DUE);
    }

    @Test
    void playsFasterAndSlower() {
        ReplaySource fast = source("10", "10:00", false, null);
        fast.begin(QuoteSource.Before.NOTHING, BEGIN);
        assertThat(fast.nanosToNext(BEGIN)).isEqualTo(SECOND);

        ReplaySource slow = source("0.5", "10:00", false, null);
        slow.begin(QuoteSource.Before.NOTHING, BEGIN);
        assertThat(slow.nanosToNext(BEGIN)).isEqualTo(20 * SECOND);
    }

    @Test
    void beginsAtATimeOfDayWithThePricesThatStandThere() {
        ReplaySource source = source("1", "10:00:10", false, null);

        assertThat(source.begin(QuoteSource.Before.NOTHING, BEGIN))
                .extracting(tick -> tick.bid().toPlainString())
                .containsExactly("0.80001", "1.00003");
        assertThat(bids(source, BEGIN + 10 * SECOND)).containsExactly("0.80002");
    }

    @Test
    void holdsUntilItsStartFileIsThere() throws IOException {
        Path start = folder.resolve("start");
        ReplaySource source = source("1", "10:00", false, start);
        source.begin(QuoteSource.Before.NOTHING, BEGIN);

        assertThat(bids(source, BEGIN + 100 * SECOND)).isEmpty();
        assertThat(source.nanosToNext(BEGIN + 100 * SECOND)).isEqualTo(ReplaySource.HOLD_POLL.toNanos());
        Files.createFile(start);
        assertThat(bids(source, BEGIN + 100 * SECOND)).isEmpty();
        assertThat(bids(source, BEGIN + 110 * SECOND)).containsExactly("1.00002", "1.00003");
    }

    @Test
    void startsOverAtItsEndIfItIsToldTo() {
        ReplaySource source = source("1", "10:00", true, null);
        source.begin(QuoteSource.Before.NOTHING, BEGIN);

        assertThat(bids(source, BEGIN + 20 * SECOND)).containsExactly("1.00002", "1.00003", "0.80002");
        assertThat(bids(source, BEGIN + 31 * SECOND)).containsExactly("1.00002", "1.00003");
    }

    /** Two ticks of one pair at one time: only the row tells them apart. */
    @Test
    void goesOnBehindTheLastTickThatAnotherPublished() {
        ReplaySource first = source("1", null, false, null);
        first.begin(QuoteSource.Before.NOTHING, BEGIN);
        List<Tick> played = ticks(first, BEGIN + 11 * SECOND);
        String position = played.get(2).position();

        ReplaySource second = source("1", null, false, null);
        List<Tick> standing = second.begin(before(position, NOW.minusSeconds(20)), BEGIN);

        assertThat(standing).allMatch(Tick::carried);
        assertThat(standing).extracting(tick -> tick.bid().toPlainString()).containsExactly("0.80001", "1.00002");
        assertThat(bids(second, BEGIN)).containsExactly("1.00003");
        assertThat(second.nanosToNext(BEGIN)).isEqualTo(10 * SECOND);
    }

    @Test
    void beginsAnewWhereTheOtherWasLongAgoOrPlayedSomethingElse() throws IOException {
        ReplaySource first = source("1", null, false, null);
        first.begin(QuoteSource.Before.NOTHING, BEGIN);
        String position = ticks(first, BEGIN + 11 * SECOND).getLast().position();

        ReplaySource later = source("1", null, false, null);
        later.begin(before(position, NOW.minus(ReplaySource.RESUME_MAX).minusSeconds(1)), BEGIN);
        assertThat(bids(later, BEGIN + SECOND)).hasSize(2);

        ReplaySource otherwise = source("1", "10:00", false, null);
        otherwise.begin(before(position, NOW), BEGIN);
        assertThat(bids(otherwise, BEGIN + 11 * SECOND)).hasSize(2);

        ReplaySource holding = source("1", null, false, folder.resolve("never"));
        holding.begin(before(position, NOW), BEGIN);
        Files.createFile(folder.resolve("never"));
        holding.poll(BEGIN);
        assertThat(bids(holding, BEGIN + SECOND)).hasSize(2);
    }

    @Test
    void refusesASpeedOfNothing() {
        assertThatThrownBy(() -> source("0", null, false, null)).hasMessageContaining("speed");
    }

    private static QuoteSource.Before before(@Nullable String position, Instant time) {
        return new QuoteSource.Before(Map.of(), position, time);
    }

    private ReplaySource source(String speed, @Nullable String from, boolean loop, @Nullable Path startFile) {
        return new ReplaySource(
                Objects.requireNonNull(file),
                new ReplaySource.Settings(
                        new BigDecimal(speed), from == null ? null : LocalTime.parse(from), loop, startFile),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static List<String> bids(ReplaySource source, long now) {
        return ticks(source, now).stream()
                .map(tick -> tick.bid().toPlainString())
                .toList();
    }

    private static List<Tick> ticks(ReplaySource source, long now) {
        List<Tick> ticks = new ArrayList<>();
        for (Tick tick = source.poll(now); tick != null; tick = source.poll(now)) {
            ticks.add(tick);
        }
        return ticks;
    }
}
