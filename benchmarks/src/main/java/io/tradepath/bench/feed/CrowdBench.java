package io.tradepath.bench.feed;

import io.tradepath.bench.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many clients at once: what an idle one costs, how soon they are back, and whether some that stall slow the others. */
final class CrowdBench {
    private static final int INSTRUMENTS = 20;
    private static final int WARM_CLIENTS = 1_000;
    private static final int WARM_RATE = 25;

    private static final int IDLE_CLIENTS = 10_000;
    private static final double MUST_IDLE_KB = 24;

    private static final int RETURNING_CLIENTS = 5_000;
    /** Of all, while they return. */
    private static final int RETURNING_RATE = 20;

    private static final double MUST_RETURN_SECONDS = 15;

    private static final int READING_CLIENTS = 1_000;
    private static final int STALLED_CLIENTS = READING_CLIENTS / 100;
    private static final int READING_RATE = 400;
    private static final int STALLED_ROUNDS = 9;
    private static final double MUST_P99_RATIO = 1.1;

    private final PrintStream out;
    private final int warmSeconds;
    private final int measureSeconds;
    private final int rounds;

    CrowdBench(PrintStream out, int warmSeconds, int measureSeconds, int rounds) {
        this.out = out;
        this.warmSeconds = warmSeconds;
        this.measureSeconds = measureSeconds;
        this.rounds = rounds;
    }

    /** True when the goals that must hold do. */
    boolean run() throws IOException {
        out.println();
        boolean idle = idle();
        boolean returning = returning();
        boolean stalled = stalled();
        return idle && returning && stalled;
    }

    /** Connected, with subscriptions of their own, and nothing to be told. */
    private boolean idle() throws IOException {
        try (Pair feed = Pair.startSmall("own", INSTRUMENTS)) {
            warm(feed);
            feed.closeAll();
            feed.settle();
            feed.collectGarbage();
            long bytesBefore = feed.serverBytes();
            long heapBefore = feed.stats()[3];
            feed.open(IDLE_CLIENTS);
            feed.settle();
            feed.collectGarbage();
            double kilobytes = (feed.serverBytes() - bytesBefore) / 1024.0 / IDLE_CLIENTS;
            double heap = (feed.stats()[3] - heapBefore) / 1024.0 / IDLE_CLIENTS;
            boolean holds = kilobytes <= MUST_IDLE_KB;
            out.printf(
                    Locale.ROOT,
                    "must: %d idle connections with 4 subscriptions, %.1f KB of resident memory each (%.0f), %.1f KB of it heap: %s%n",
                    IDLE_CLIENTS,
                    kilobytes,
                    MUST_IDLE_KB,
                    heap,
                    verdict(holds));
            return holds;
        }
    }

    /** As after the loss of an instance: all connect to another at the same moment. */
    private boolean returning() throws IOException {
        try (Pair feed = Pair.start("tradepath", "own", INSTRUMENTS, null)) {
            warm(feed);
            List<Double> connected = new ArrayList<>();
            List<Double> served = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                feed.closeAll();
                feed.settle();
                feed.rate(RETURNING_RATE);
                connected.add(feed.open(RETURNING_CLIENTS) / 1_000.0);
                long millis = feed.served();
                feed.rate(0);
                served.add(millis < 0 ? Double.POSITIVE_INFINITY : millis / 1_000.0);
            }
            Figures all = new Figures("s", served);
            boolean holds = all.runs().getLast() <= MUST_RETURN_SECONDS;
            out.printf(
                    Locale.ROOT,
                    "must: %d clients at once, all connected after %s, all with a quote of each subscription after %s (%.0f): %s%n",
                    RETURNING_CLIENTS,
                    new Figures("s", connected),
                    all,
                    MUST_RETURN_SECONDS,
                    verdict(holds));
            return holds;
        }
    }

    /** In turns without and with clients that have stopped reading; they are closed before the next turn. */
    private boolean stalled() throws IOException {
        try (Pair feed = Pair.start("tradepath", "own", INSTRUMENTS, null)) {
            warm(feed);
            List<Double> without = new ArrayList<>();
            List<Double> with = new ArrayList<>();
            for (int i = 0; i < STALLED_ROUNDS; i++) {
                feed.closeAll();
                feed.settle();
                feed.open(READING_CLIENTS);
                feed.rate(READING_RATE);
                feed.measure(2);
                without.add(feed.measure(measureSeconds)[5] / 1_000.0);
                feed.stall(STALLED_CLIENTS);
                with.add(feed.measure(measureSeconds)[5] / 1_000.0);
                feed.rate(0);
            }
            Figures usual = new Figures("ms", without);
            Figures beside = new Figures("ms", with);
            double ratio = beside.median() / usual.median();
            boolean holds = ratio < MUST_P99_RATIO;
            out.printf(
                    Locale.ROOT,
                    "must: p99 at %d ticks/s %s, beside %d of %d clients that stall %s, %.2f times (%.1f): %s%n",
                    READING_RATE,
                    usual,
                    STALLED_CLIENTS,
                    READING_CLIENTS,
                    beside,
                    ratio,
                    MUST_P99_RATIO,
                    verdict(holds));
            return holds;
        }
    }

    private void warm(Pair feed) throws IOException {
        feed.open(WARM_CLIENTS);
        feed.rate(WARM_RATE);
        feed.measure(warmSeconds);
        feed.rate(0);
        feed.settle();
    }

    private static String verdict(boolean holds) {
        return holds ? "holds" : "does not hold";
    }
}
