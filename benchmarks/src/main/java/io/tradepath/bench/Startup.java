package io.tradepath.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long {@code ./run} takes to READY from a built tree with empty data, and how much memory all its processes take.
 * The baseline is the same suite without AOT caches.
 */
final class Startup {
    private static final int RUNS = 3;
    private static final Duration READY_MAX = Duration.ofSeconds(40);
    private static final Duration READY_GOAL = Duration.ofSeconds(25);
    private static final double MEGABYTES_MAX = 2_500;
    /** Until then the quotes stream and the first garbage is made. */
    private static final Duration MEMORY_AFTER = Duration.ofSeconds(15);

    private final Path home;
    private final PrintStream out;

    Startup(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Runs and prints, and says whether the goals hold. */
    boolean run() throws IOException, SQLException, InterruptedException {
        // Makes the caches, where a build is new; that is no part of a start.
        try (RunningSuite first = RunningSuite.start(home)) {
            out.println("settings  " + first.durability());
        }
        List<Double> cached = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> sums = new ArrayList<>();
        Map<String, Double> memory = new TreeMap<>();
        for (int i = 0; i < RUNS; i++) {
            try (RunningSuite suite = RunningSuite.start(home)) {
                cached.add(seconds(suite));
                Thread.sleep(MEMORY_AFTER);
                Map<String, Double> now = suite.memory();
                sums.add(now.values().stream().mapToDouble(Double::doubleValue).sum());
                now.forEach((name, megabytes) -> memory.merge(name, megabytes / RUNS, Double::sum));
            }
            try (RunningSuite suite = RunningSuite.start(home, "--no-aot")) {
                plain.add(seconds(suite));
            }
        }
        return report(new Figures("s", cached), new Figures("s", plain), new Figures("MB", sums), memory);
    }

    private static double seconds(RunningSuite suite) {
        return suite.ready().toMillis() / 1000.0;
    }

    private boolean report(Figures cached, Figures plain, Figures sum, Map<String, Double> memory) {
        out.println();
        out.println("READY                   " + cached);
        out.println("READY without caches    " + plain);
        out.printf(Locale.ROOT, "ratio                   %.2f%n", cached.median() / plain.median());
        out.println("memory, PSS of all      " + sum);
        memory.forEach((name, megabytes) -> out.printf(Locale.ROOT, "  %-21s %.0f MB%n", name, megabytes));
        out.println();
        boolean inTime = cached.median() <= READY_MAX.toSeconds();
        boolean small = sum.median() <= MEGABYTES_MAX;
        out.printf(
                "READY within %d s: %s (the goal is %d s: %s)%n",
                READY_MAX.toSeconds(),
                inTime ? "holds" : "does not hold",
                READY_GOAL.toSeconds(),
                cached.median() <= READY_GOAL.toSeconds() ? "holds" : "not yet");
        out.printf(Locale.ROOT, "memory under %.0f MB: %s%n", MEGABYTES_MAX, small ? "holds" : "does not hold");
        return inTime && small;
    }
}
