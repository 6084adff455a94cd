package io.tradepath.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault in the middle of load, on one suite: one seed each as part of {@code ./test}, many with
 * {@code ./test --faults}, which appends its results to {@code .local/faults.log}.
 */
@Tag("faults")
@Order(Suites.FAULTY)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    /** Of the short run. */
    private static final long SEED = 20_260_105;

    /** About what one run takes. */
    private static final Duration RUN = Duration.ofSeconds(20);

    /** How long {@code ./test --faults} goes on where it is not told. */
    private static final int MINUTES = 60;

    private FaultySuite suite;
    private Load load;

    @BeforeAll
    void start() throws Exception {
        suite = FaultySuite.shared();
        load = Load.prepare(suite.api());
    }

    @AfterAll
    void stop() {
        if (load != null) {
            load.close();
        }
    }

    static Stream<Arguments> runs() {
        long seed = Long.getLong(
                "tradepath.faults.seed", isLong() ? Clock.systemUTC().millis() : SEED);
        int rounds = 1;
        if (isLong()) {
            Duration time = Duration.ofMinutes(Integer.getInteger("tradepath.faults.minutes", MINUTES));
            rounds = Math.toIntExact(Math.max(1, time.dividedBy(RUN.multipliedBy(Fault.values().length))));
        }
        List<Arguments> runs = new ArrayList<>();
        LongStream.range(seed, seed + rounds).forEach(round -> {
            for (Fault fault : Fault.values()) {
                runs.add(Arguments.of(fault, round));
            }
        });
        return runs.stream();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void nothingIsLostAndNothingDoubled(Fault fault, long seed) throws Exception {
        FaultRun.Result result = new FaultRun(suite, load).run(fault, seed);
        System.out.print(result.line(Clock.systemUTC()));
        if (isLong()) {
            result.appendTo(results());
        }
        assertThat(result.wrong()).as("%s, seed %d", fault, seed).isEmpty();
        assertThat(result.requests()).as("requests in the run").isGreaterThan(10);
    }

    private static boolean isLong() {
        return System.getProperty("tradepath.faults", "").equals("long");
    }

    private static Path results() {
        return RunningSuite.home().resolve(".local").resolve("faults.log");
    }
}
