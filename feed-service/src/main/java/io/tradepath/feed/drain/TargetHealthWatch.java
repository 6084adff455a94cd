package io.tradepath.feed.drain;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at this instance's own target health now and then, and drains when it says so. */
public final class TargetHealthWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetHealthWatch.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

    private final TargetHealth health;
    private final Duration lookEach;
    private final Decisions decisions;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean answered = true;

    /** What follows from the state of the own target, each time that it is seen. */
    public interface Decisions {
        void draining();

        void serving();
    }

    /** Makes a watch that owns {@code health}. */
    public TargetHealthWatch(TargetHealth health, Duration lookEach, Decisions decisions) {
        this.health = health;
        this.lookEach = lookEach;
        this.decisions = decisions;
        this.thread = Thread.ofPlatform().name("target-health").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (health) {
            while (!closing.await(lookEach.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An answer that does not come or cannot be read changes nothing, and is told once. */
    private void look() throws InterruptedException {
        try {
            TargetHealth.State state = health.look();
            if (!answered) {
                LOG.info("The own target health is known: {}", state);
            }
            answered = true;
            switch (state) {
                case DRAINING -> decisions.draining();
                case SERVING -> decisions.serving();
                case NOT_A_TARGET -> {}
            }
        } catch (IOException unknown) {
            if (answered && closing.getCount() > 0) {
                LOG.warn("The own target health is not known: {}", unknown.toString());
            }
            answered = false;
        }
    }
}
