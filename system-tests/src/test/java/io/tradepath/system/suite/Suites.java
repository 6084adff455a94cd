package io.tradepath.system.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The suites that tests share, one at a time: asking for another kind stops the one that runs. Test classes say with
 * {@code @Order} which of them belong together.
 */
public final class Suites {
    /** Order of the classes that use {@link #replay}. */
    public static final int REPLAY = 10;
    /** Order of the classes that use {@link #simulated}. */
    public static final int SIMULATED = 20;
    /** Order of the classes that use a suite of two instances each, which faults are brought upon. */
    public static final int FAULTY = 30;
    /** Order of the classes that start suites of their own. */
    public static final int OWN = 40;

    private static @Nullable AutoCloseable running;
    private static String runningKind = "";

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Suites::stop));
    }

    private Suites() {}

    /** The real day's ticks from two minutes before the payrolls release, ten times as fast. */
    public static RunningSuite replay() {
        return with(List.of("--replay", ticks().toString(), "--from", "12:28", "--speed", "10"));
    }

    /** The simulated market, with two feed instances. */
    public static RunningSuite simulated() {
        return with(List.of("--replicas", "feed=2"));
    }

    /** The file of real ticks; the test is skipped where it is not there. */
    public static Path ticks() {
        Path file = RunningSuite.home()
                .resolveSibling("shared")
                .resolve("data")
                .resolve("oanda_20140502_EURUSD_NZDUSD.csv.gz");
        Assumptions.assumeTrue(Files.exists(file), "needs the real ticks in ../shared/data");
        return file;
    }

    /** The shared suite of this kind, made where another one, or none, runs. */
    public static synchronized <T extends AutoCloseable> T sharing(String kind, Class<T> type, Supplier<T> start) {
        if (running == null || !runningKind.equals(kind)) {
            stop();
            running = start.get();
            runningKind = kind;
        }
        return type.cast(running);
    }

    /** Stops the shared suite that runs, if any: for tests that want the machine for their own. */
    public static synchronized void stop() {
        AutoCloseable stopping = running;
        running = null;
        try {
            if (stopping != null) {
                stopping.close();
            }
        } catch (Exception e) {
            throw new AssertionError("the shared suite does not stop", e);
        }
    }

    private static RunningSuite with(List<String> options) {
        return sharing(
                String.join(" ", options),
                RunningSuite.class,
                () -> RunningSuite.start(options.toArray(String[]::new)));
    }
}
