package io.tradepath.bench.gateway;

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
record Measured(long count, long nanos, long p50Nanos, long p99Nanos) {
    static final long LATENCY_MAX_NANOS = 60_000_000_000L;

    static Measured of(Histogram latency, long startedNanos) {
        return new Measured(
                latency.getTotalCount(),
                System.nanoTime() - startedNanos,
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99));
    }

    double perSecond() {
        return count * 1e9 / nanos;
    }

    String encode() {
        return count + " " + nanos + " " + p50Nanos + " " + p99Nanos;
    }

    static Measured decode(String line) {
        long[] numbers =
                Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new Measured(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
