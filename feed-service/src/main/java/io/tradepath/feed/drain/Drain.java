package io.tradepath.feed.drain;

import io.tradepath.feed.session.CloseCode;
import io.tradepath.feed.session.StompFeed;
import io.tradepath.feed.status.StatusBoard;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties this instance of sockets, once or again after it was taken back. */
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration STEP = Duration.ofMillis(50);

    private final StompFeed stomp;
    private final StatusBoard board;
    private final ScheduledExecutorService timer;
    private @Nullable ScheduledFuture<?> closing;
    private volatile boolean draining;
    private long lastCloseNanos;

    /** Makes a drain that has not begun; its steps are the timer's. */
    public Drain(StompFeed stomp, StatusBoard board, ScheduledExecutorService timer) {
        this.stomp = stomp;
        this.board = board;
        this.timer = timer;
    }

    /** True while no new sockets are taken. */
    public boolean isDraining() {
        return draining;
    }

    /** Tells the clients and closes their sockets after {@code grace}, spread over {@code spread}. */
    public synchronized void begin(Duration grace, Duration spread) {
        if (draining) {
            return;
        }
        draining = true;
        LOG.info("Draining {} sockets, from {} on over {}", stomp.sessions(), grace, spread);
        board.tellDrain(grace.toMillis());
        lastCloseNanos = System.nanoTime() + grace.plus(spread).toNanos();
        closing = timer.scheduleAtFixedRate(
                this::closeThoseDue, grace.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes sockets again: the target was registered anew. */
    public synchronized void cancel() {
        if (draining) {
            LOG.info("Not draining any more");
            stopClosing();
            draining = false;
        }
    }

    private synchronized void closeThoseDue() {
        long left = lastCloseNanos - System.nanoTime();
        int sessions = stomp.sessions();
        // So many at each step that the last goes when the time is up.
        long steps = Math.max(1, left / STEP.toNanos());
        int due = Math.toIntExact((sessions + steps - 1) / steps);
        stomp.close(due, CloseCode.SERVICE_RESTART, "this instance is leaving");
        if (sessions == 0 && left <= 0) {
            stopClosing();
        }
    }

    private void stopClosing() {
        if (closing != null) {
            closing.cancel(false);
            closing = null;
        }
    }
}
