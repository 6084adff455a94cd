package io.tradepath.bench.feed;

import io.tradepath.bench.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries per CPU-second and tick-to-client times of the feed, of Spring's simple broker and of NATS, in turns, at
 * several loads and past what each can carry.
 */
final class DeliveryBench {
    private static final int CLIENTS = 1_000;
    /** Far below what any can carry, so that none begins with a backlog. */
    private static final int WARM_RATE = 25;

    private static final int[] RATES = {50, 100, 400, 1_600};
    private static final int RATE_MAX = 20_000;
    private static final int CARRIED_PERCENT = 99;
    private static final int CARRIED_P99_MICROS = 100_000;

    private static final double MUST_TIMES_THE_BROKER = 1.4;
    private static final int MUST_P99_AT_TWICE_MICROS = 50_000;
    /** What heap may differ by and be called flat: a few batches being put together. */
    private static final long FLAT_BYTES = 8L * 1024 * 1024;

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

    /** A server with its clients, and what was seen of it. */
    private static final class Contestant {
        private final Pair pair;
        private boolean carries = true;
        private int carried;
        private final List<Result> round = new ArrayList<>();

        Contestant(Pair pair) {
            this.pair = pair;
        }

        double perCpuSecond() {
            return median(round.stream().map(Result::perCpuSecond).toList());
        }

        double p99Millis() {
            return median(round.stream().map(each -> each.p99() / 1_000.0).toList());
        }
    }

    DeliveryBench(PrintStream out, int warmSeconds, int measureSeconds, int rounds) {
        this.out = out;
        this.warmSeconds = warmSeconds;
        this.measureSeconds = measureSeconds;
        this.rounds = rounds;
    }

    /**
     * Measures a population; true when the goals that must hold do.
     *
     * @param nats the folder of nats-server's program; null where it is not compared
     */
    boolean run(String population, int instruments, int mustCarry, @Nullable Path nats)
            throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "%npopulation %s (%d instruments)%n", population, instruments);
        out.println("server      ticks/s  deliveries/s   per CPU-s  bytes/delivery      p50 ms      p99 ms  carried");
        List<Contestant> all = new ArrayList<>();
        try {
            all.add(new Contestant(Pair.start("tradepath", population, instruments, null)));
            all.add(new Contestant(Pair.start("spring", population, instruments, null)));
            if (nats != null) {
                all.add(new Contestant(Pair.start("nats", population, instruments, nats)));
            }
            for (Contestant each : all) {
                warm(each.pair);
            }
            double[] timesTheBroker = new double[RATES.length];
            for (int i = 0; i < RATES.length; i++) {
                measureInTurns(all, RATES[i]);
                timesTheBroker[i] = compare(all, RATES[i]);
            }
            for (Contestant each : all.subList(1, all.size())) {
                int capacity = capacity(each);
                measured(each.pair, capacity * 2);
            }
            return pastCapacity(population, all.getFirst(), mustCarry, timesTheBroker[0]);
        } finally {
            all.forEach(each -> each.pair.close());
        }
    }

    private void warm(Pair pair) throws IOException {
        pair.openInTurns(CLIENTS);
        pair.rate(WARM_RATE);
        pair.measure(warmSeconds);
        pair.rate(0);
        pair.settle();
    }

    /** One that is past what it can carry is not measured at higher rates. */
    private void measureInTurns(List<Contestant> all, int rate) throws IOException, InterruptedException {
        all.forEach(each -> each.round.clear());
        for (int i = 0; i < rounds; i++) {
            for (Contestant each : all) {
                if (each.carries) {
                    Result result = measured(each.pair, rate);
                    each.round.add(result);
                    each.carries = result.isCarried() || each == all.getFirst();
                }
            }
        }
        all.stream().filter(each -> each.carries).forEach(each -> each.carried = rate);
    }

    /** Prints how the feed stands to the others; how many times the first other's deliveries it makes, or NaN. */
    private double compare(List<Contestant> all, int rate) {
        Contestant feed = all.getFirst();
        double times = Double.NaN;
        for (Contestant other : all.subList(1, all.size())) {
            if (!other.round.isEmpty()) {
                double ratio = feed.perCpuSecond() / other.perCpuSecond();
                out.printf(
                        Locale.ROOT,
                        "at %d ticks/s: %.2f times the deliveries of %s per CPU-second, p99 %.1f ms, its %.1f ms%n",
                        rate,
                        ratio,
                        other.pair.name(),
                        feed.p99Millis(),
                        other.p99Millis());
                times = other == all.get(1) ? ratio : times;
            }
        }
        return times;
    }

    /** The greatest rate, in steps of a quarter from the last that was carried on, of which all is delivered. */
    private int capacity(Contestant contestant) throws IOException, InterruptedException {
        int carried = Math.max(RATES[0] / 2, contestant.carried);
        for (int rate = carried * 5 / 4; rate < RATE_MAX; rate = rate * 5 / 4) {
            if (!measured(contestant.pair, rate).isCarried()) {
                break;
            }
            carried = rate;
        }
        return carried;
    }

    private boolean pastCapacity(String population, Contestant feed, int mustCarry, double timesTheBroker)
            throws IOException, InterruptedException {
        feed.carried = RATES[2];
        int capacity = capacity(feed);
        feed.pair.collectGarbage();
        long heapBefore = feed.pair.stats()[3];
        feed.pair.rate(capacity * 2);
        feed.pair.measure(measureSeconds);
        feed.pair.collectGarbage();
        long heapDuring = feed.pair.stats()[3];
        Result twice = measured(feed.pair, capacity * 2);
        boolean holds = timesTheBroker >= MUST_TIMES_THE_BROKER
                && (long) capacity * CLIENTS >= mustCarry
                && twice.p99() < MUST_P99_AT_TWICE_MICROS
                && heapDuring - heapBefore < FLAT_BYTES;
        out.printf(
                Locale.ROOT,
                "must (%s): %.2f times the broker at %d (%.1f), %d deliveries/s carried (%d), at twice that p99 %.1f ms (%d)"
                        + " and heap %+.1f MB: %s%n",
                population,
                timesTheBroker,
                RATES[0],
                MUST_TIMES_THE_BROKER,
                capacity * CLIENTS,
                mustCarry,
                twice.p99() / 1_000.0,
                MUST_P99_AT_TWICE_MICROS / 1_000,
                (heapDuring - heapBefore) / 1e6,
                holds ? "holds" : "does not hold");
        return holds;
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
                "%-10s %8d %13.0f %11.0f %15s %11.2f %11.2f  %6.1f %%%s%s%n",
                pair.name(),
                rate,
                result.delivered(),
                result.perCpuSecond(),
                pair.name().equals("nats") ? "-" : String.format(Locale.ROOT, "%.0f", result.bytesPerDelivery()),
                result.p50() / 1_000.0,
                result.p99() / 1_000.0,
                result.ratio() * 100,
                result.wrong() > 0 ? "  WRONG " + result.wrong() : "",
                result.closed() > 0 ? "  closed " + result.closed() : "");
        pair.settle();
        return result;
    }

    private static double median(List<Double> values) {
        return new Figures("", values).median();
    }
}
