package io.tradepath.feed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Units;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SimulatedSourceTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final int HOURS = 6;
    private static final Path REAL_DAY = Path.of("../../shared/data/oanda_20140502_EURUSD_NZDUSD.csv.gz");

    @Test
    void givesTheSameTicksForTheSameSeed() {
        assertThat(minutes(new SimulatedSource(5), 3)).isEqualTo(minutes(new SimulatedSource(5), 3));
        assertThat(minutes(new SimulatedSource(5), 3)).isNotEqualTo(minutes(new SimulatedSource(6), 3));
    }

    @Test
    void quotesEveryInstrumentFromTheStartWithAMillionAtTheTopAtLeast() {
        SimulatedSource source = new SimulatedSource(1);

        assertThat(source.begin(QuoteSource.Before.NOTHING, 0))
                .extracting(Tick::pair)
                .containsExactlyInAnyOrderElementsOf(
                        Instruments.all().stream().map(Instrument::pair).toList());
        assertThat(minutes(source, 10))
                .allSatisfy(tick ->
                        assertThat(tick.bids().getFirst().liquidity()).isGreaterThanOrEqualTo(Units.of(1_000_000)))
                .allSatisfy(tick ->
                        assertThat(tick.asks().getFirst().liquidity()).isGreaterThanOrEqualTo(Units.of(1_000_000)));
    }

    /** At no moment does a way EUR → USD → X → EUR, or back, end with more than it began with. */
    @Test
    void leavesNoArbitrageAroundThreeCurrencies() {
        SimulatedSource source = new SimulatedSource(3);
        Map<CurrencyPair, Tick> standing = new HashMap<>();
        source.begin(QuoteSource.Before.NOTHING, 0).forEach(tick -> standing.put(tick.pair(), tick));
        List<List<CurrencyPair>> triangles = triangles();
        assertThat(triangles).hasSizeGreaterThan(15);

        long moment = -1;
        for (Due due : due(source, Duration.ofMinutes(8))) {
            if (due.nanos() != moment) {
                triangles.forEach(triangle -> assertNoArbitrage(standing, triangle));
                moment = due.nanos();
            }
            standing.put(due.tick().pair(), due.tick());
        }
    }

    @Test
    void passesTheFilter() {
        TickFilter filter = new TickFilter(TickFilter.Limits.STANDARD);

        assertThat(minutes(new SimulatedSource(2), 20))
                .allSatisfy(tick -> assertThat(filter.judge(tick)).isEqualTo(TickFilter.Verdict.PASSED));
    }

    @Test
    void looksLikeARealDay() {
        assumeTrue(Files.exists(REAL_DAY), "needs the tick file in ../shared/data");
        ReplayFile file = ReplayFile.read(REAL_DAY);
        List<Long> realMs = new ArrayList<>();
        List<Integer> realSpreads = new ArrayList<>();
        for (int row = 0; row < file.size(); row++) {
            if (file.pair(row).equals(EUR_USD)) {
                realMs.add(file.timeMs(row) - file.timeMs(0));
                realSpreads.add(points(file.tick(row, 0, "", false)));
            }
        }
        List<Long> madeUpMs = new ArrayList<>();
        List<Integer> madeUpSpreads = new ArrayList<>();
        for (Due due : due(new SimulatedSource(1), Duration.ofHours(HOURS))) {
            if (due.tick().pair().equals(EUR_USD)) {
                madeUpMs.add(due.nanos() / 1_000_000);
                madeUpSpreads.add(points(due.tick()));
            }
        }
        Shape real = Shape.of(realMs, 24);
        Shape madeUp = Shape.of(madeUpMs, HOURS);

        assertThat(madeUp.perSecond()).as("%s, really %s", madeUp, real).isBetween(0.5, 2.3);
        assertThat(madeUp.emptySeconds())
                .as("%s, really %s", madeUp, real)
                .isBetween(real.emptySeconds() - 0.2, real.emptySeconds() + 0.1);
        assertThat(madeUp.p99()).as("%s, really %s", madeUp, real).isBetween(7, 20);
        assertThat(madeUp.worst()).as("%s, really %s", madeUp, real).isBetween(60, 250);
        assertThat(median(madeUpSpreads)).isBetween(2, 12);
        assertThat(median(madeUpSpreads)).isLessThanOrEqualTo(median(realSpreads));
    }

    /** How ticks are spread over seconds. */
    private record Shape(double perSecond, double emptySeconds, int p99, int worst) {
        static Shape of(List<Long> ms, int hours) {
            int[] counts = new int[hours * 3_600];
            ms.forEach(at -> counts[(int) Math.min(counts.length - 1, at / 1_000)]++);
            Arrays.sort(counts);
            return new Shape(
                    (double) ms.size() / counts.length,
                    (double) Arrays.stream(counts).filter(count -> count == 0).count() / counts.length,
                    counts[(int) (counts.length * 0.99)],
                    counts[counts.length - 1]);
        }
    }

    private record Due(long nanos, Tick tick) {}

    private static List<Due> due(SimulatedSource source, Duration length) {
        source.begin(QuoteSource.Before.NOTHING, 0);
        List<Due> due = new ArrayList<>();
        long now = 0;
        while (now <= length.toNanos()) {
            for (Tick tick = source.poll(now); tick != null; tick = source.poll(now)) {
                due.add(new Due(now, tick));
            }
            now += Math.max(1, source.nanosToNext(now));
        }
        return due;
    }

    private static List<Tick> minutes(SimulatedSource source, int minutes) {
        return due(source, Duration.ofMinutes(minutes)).stream().map(Due::tick).toList();
    }

    private static int points(Tick tick) {
        return tick.ask().subtract(tick.bid()).movePointRight(5).intValue();
    }

    private static int median(List<Integer> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Each a/b, b/c and a/c that are all instruments. */
    private static List<List<CurrencyPair>> triangles() {
        List<List<CurrencyPair>> triangles = new ArrayList<>();
        for (Instrument first : Instruments.all()) {
            for (Instrument second : Instruments.all()) {
                if (first.pair().quote().equals(second.pair().base())) {
                    CurrencyPair third =
                            new CurrencyPair(first.pair().base(), second.pair().quote());
                    if (Instruments.find(third).isPresent()) {
                        triangles.add(List.of(first.pair(), second.pair(), third));
                    }
                }
            }
        }
        return triangles;
    }

    private static Tick standing(Map<CurrencyPair, Tick> standing, CurrencyPair pair) {
        return Objects.requireNonNull(standing.get(pair));
    }

    private static void assertNoArbitrage(Map<CurrencyPair, Tick> standing, List<CurrencyPair> triangle) {
        Tick first = standing(standing, triangle.get(0));
        Tick second = standing(standing, triangle.get(1));
        Tick third = standing(standing, triangle.get(2));
        boolean profit = first.bid().multiply(second.bid()).compareTo(third.ask()) > 0
                || first.ask().multiply(second.ask()).compareTo(third.bid()) < 0;
        if (profit) {
            throw new AssertionError("arbitrage: %s %s %s".formatted(first, second, third));
        }
    }
}
