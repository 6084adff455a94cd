package io.tradepath.bench.feed;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the clients of one process have got, on one thread. */
final class Tally {
    private static final long LATENCY_MAX_MICROS = TimeUnit.SECONDS.toMicros(60);

    private final Histogram latencyMicros = new Histogram(LATENCY_MAX_MICROS, 3);
    private int connected;
    private int served;
    private long delivered;
    private long missed;
    private long wrong;
    private long closed;

    /** The server has taken a client in. */
    void connected() {
        connected++;
    }

    /** An update of each of a client's subscriptions has come. */
    void served() {
        served++;
    }

    int connections() {
        return connected;
    }

    int clientsServed() {
        return served;
    }

    void delivered(long passedOver, long latencyNanos) {
        delivered++;
        missed += passedOver;
        latencyMicros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(latencyNanos), 0, LATENCY_MAX_MICROS - 1));
    }

    /** An update of another epoch, or that has come before. */
    void wrong() {
        wrong++;
    }

    void closed() {
        closed++;
    }

    /** All sockets are gone, and others will come. */
    void resetConnections() {
        connected = 0;
        served = 0;
        closed = 0;
    }

    /** Begins a measurement; what has been closed before stays counted. */
    void reset() {
        delivered = 0;
        missed = 0;
        wrong = 0;
        latencyMicros.reset();
    }

    /** Delivered, passed over, wrong, closed, median and 99th percentile in microseconds. */
    @Override
    public String toString() {
        return delivered + " " + missed + " " + wrong + " " + closed + " " + latencyMicros.getValueAtPercentile(50)
                + " " + latencyMicros.getValueAtPercentile(99);
    }
}
