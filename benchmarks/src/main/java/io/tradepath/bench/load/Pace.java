package io.tradepath.bench.load;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** Does something so many times a second, by the clock: what is late is made up for, and keeps the time it was due. */
public final class Pace {
    /** Does it once. */
    public interface Step {
        void due(long dueNanos);
    }

    private final EventLoop loop;
    private final long intervalNanos;
    private final long endNanos;
    private final Step step;
    private long dueNanos = System.nanoTime();

    private Pace(EventLoop loop, int perSecond, long endNanos, Step step) {
        this.loop = loop;
        this.intervalNanos = 1_000_000_000L / perSecond;
        this.endNanos = endNanos;
        this.step = step;
    }

    /** Begins; the last is due before {@code endNanos}. */
    public static void start(EventLoop loop, int perSecond, long endNanos, Step step) {
        loop.execute(new Pace(loop, perSecond, endNanos, step)::run);
    }

    private void run() {
        long now = System.nanoTime();
        while (dueNanos - now <= 0 && dueNanos - endNanos < 0) {
            step.due(dueNanos);
            dueNanos += intervalNanos;
        }
        if (dueNanos - endNanos < 0) {
            var _ = loop.schedule(this::run, dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
