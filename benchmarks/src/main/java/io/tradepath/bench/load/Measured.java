package io.tradepath.bench.load;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * What the load saw.
 *
 * @param count answers, frames or bytes
 * @param nanos how long it took
 * @param p50Nanos from due to done
 * @param p99Nanos from due to done
 */
public record Measured(long count, long nanos, long p50Nanos, long p99Nanos) {
    public static final long LATENCY_MAX_NANOS = 60_000_000_000L;

    /** Of a load that has ended now. */
    public static Measured of(Histogram latency, long startedNanos) {
        return new Measured(
                latency.getTotalCount(),
                System.nanoTime() - startedNanos,
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99));
    }

    public double perSecond() {
        return count * 1e9 / nanos;
    }

    /** As a line, for {@link #decode}. */
    public String encode() {
        return count + " " + nanos + " " + p50Nanos + " " + p99Nanos;
    }

    public static Measured decode(String line) {
        long[] numbers =
                Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new Measured(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
