package io.tradepath.bench.feed;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Deliveries per CPU-second and tick-to-client times of the feed and of Spring's simple broker, in turns, at several
 * loads and past what each can carry.
 */
public final class FeedBench {
    private static final int CLIENTS = 1_000;
    private static final int SUBSCRIPTIONS = 4;
    private static final int INSTRUMENTS_LIKE = SUBSCRIPTIONS;
    private static final int INSTRUMENTS_OWN = 20;
    /** Far below what either can carry, so that none begins with a backlog. */
    private static final int WARM_RATE = 25;

    private static final int[] RATES = {50, 100, 400, 1_600};
    private static final int CARRIED_PERCENT = 99;
    private static final int CARRIED_P99_MICROS = 100_000;

    private final PrintStream out;
    private final int warmSeconds;
    private final int measureSeconds;
    private final int rounds;

    /** One measurement. */
    private record Result(
            double delivered,
            double perCpuSecond,
            double bytesPerDelivery,
            long p50,
            long p99,
            double ratio,
            long wrong,
            long closed) {
        boolean isCarried() {
            return ratio * 100 >= CARRIED_PERCENT && p99 <= CARRIED_P99_MICROS;
        }
    }

    public FeedBench(PrintStream out) {
        this.out = out;
        this.warmSeconds = Integer.getInteger("tradepath.bench.warm", 40);
        this.measureSeconds = Integer.getInteger("tradepath.bench.seconds", 10);
        this.rounds = Integer.getInteger("tradepath.bench.rounds", 3);
    }

    /** True when the goals that must hold do. */
    public boolean run() throws IOException, InterruptedException {
        out.printf(
                Locale.ROOT,
                "settings  %d clients, %d subscriptions each, server on core 0, clients on core 1, %d s warm, %d s x %d%n",
                CLIENTS,
                SUBSCRIPTIONS,
                warmSeconds,
                measureSeconds,
                rounds);
        boolean like = population("like", INSTRUMENTS_LIKE, 1_600_000);
        boolean own = population("own", INSTRUMENTS_OWN, 800_000);
        return like && own;
    }

    private boolean population(String population, int instruments, int mustCarry)
            throws IOException, InterruptedException {
        out.printf("%npopulation %s (%d instruments)%n", population, instruments);
        out.println("server      ticks/s  deliveries/s   per CPU-s  bytes/delivery      p50 ms      p99 ms  carried");
        try (Pair feed = Pair.start("tradepath", population, instruments);
                Pair spring = Pair.start("spring", population, instruments)) {
            warm(feed);
            warm(spring);
            double[] ratios = new double[RATES.length];
            boolean springCarries = true;
            for (int i = 0; i < RATES.length; i++) {
                List<Double> feeds = new ArrayList<>();
                List<Double> springs = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    feeds.add(measured(feed, RATES[i]).perCpuSecond());
                    if (springCarries) {
                        Result broker = measured(spring, RATES[i]);
                        springs.add(broker.perCpuSecond());
                        springCarries = broker.isCarried();
                    }
                }
                ratios[i] = springs.isEmpty() ? Double.NaN : median(feeds) / median(springs);
                out.printf(Locale.ROOT, "ratio at %d ticks/s: %.2f%n", RATES[i], ratios[i]);
            }
            int capacity = capacity(feed);
            Result twice = measured(feed, capacity * 2);
            boolean holds = ratios[0] >= 1.4 && (long) capacity * CLIENTS >= mustCarry && twice.p99() < 50_000;
            out.printf(
                    Locale.ROOT,
                    "must (%s): %.2f times the broker at 50 (1.4), %d deliveries/s carried (%d), p99 at twice %.1f ms (50): %s%n",
                    population,
                    ratios[0],
                    capacity * CLIENTS,
                    mustCarry,
                    twice.p99() / 1_000.0,
                    holds ? "holds" : "does not hold");
            return holds;
        }
    }

    /** The greatest rate, in steps of a quarter, of which all is delivered. */
    private int capacity(Pair pair) throws IOException, InterruptedException {
        int carried = 0;
        for (int rate = 800; rate < 20_000; rate = rate * 5 / 4) {
            if (!measured(pair, rate).isCarried()) {
                break;
            }
            carried = rate;
        }
        return carried;
    }

    private void warm(Pair pair) throws IOException, InterruptedException {
        pair.rate(WARM_RATE);
        pair.measure(warmSeconds);
        pair.rate(0);
        pair.settle();
    }

    private Result measured(Pair pair, int rate) throws IOException, InterruptedException {
        pair.rate(rate);
        pair.measure(2);
        long[] before = pair.stats();
        long[] load = pair.measure(measureSeconds);
        long[] after = pair.stats();
        pair.rate(0);
        double seconds = load[6] / 1_000.0;
        double cpu = (after[0] - before[0]) / 1e9;
        Result result = new Result(
                load[0] / seconds,
                load[0] / cpu,
                (double) (after[1] - before[1]) / Math.max(1, load[0]),
                load[4],
                load[5],
                load[0] / (seconds * rate * CLIENTS),
                load[2],
                load[3]);
        out.printf(
                Locale.ROOT,
                "%-10s %8d %13.0f %11.0f %15.0f %11.2f %11.2f  %6.1f %%%s%s%n",
                pair.name(),
                rate,
                result.delivered(),
                result.perCpuSecond(),
                result.bytesPerDelivery(),
                result.p50() / 1_000.0,
                result.p99() / 1_000.0,
                result.ratio() * 100,
                result.wrong() > 0 ? "  WRONG " + result.wrong() : "",
                result.closed() > 0 ? "  closed " + result.closed() : "");
        pair.settle();
        return result;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
