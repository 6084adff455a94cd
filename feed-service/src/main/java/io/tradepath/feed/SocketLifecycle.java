package io.tradepath.feed;

import io.tradepath.feed.drain.Drain;
import io.tradepath.feed.drain.DrainSettings;
import io.tradepath.feed.drain.TargetHealth;
import io.tradepath.feed.drain.TargetHealthWatch;
import io.tradepath.feed.session.StompFeed;
import io.tradepath.feed.status.StatusWatch;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The sockets: they end before the web server does, and their clients are told. */
final class SocketLifecycle implements SmartLifecycle {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
    private static final Duration LOOK_EACH = Duration.ofMillis(20);

    private final StompFeed stomp;
    private final StatusWatch status;
    private final Drain drain;
    private final DrainSettings settings;
    private final ScheduledExecutorService timer;
    private final @Nullable TargetHealthWatch health;
    private volatile boolean running;

    SocketLifecycle(
            StompFeed stomp, StatusWatch status, Drain drain, DrainSettings settings, ScheduledExecutorService timer) {
        this.stomp = stomp;
        this.status = status;
        this.drain = drain;
        this.settings = settings;
        this.timer = timer;
        this.health = TargetHealth.of(settings)
                .map(own -> new TargetHealthWatch(own, settings.lookEach(), new ByTargetHealth()))
                .orElse(null);
    }

    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }

    @Override
    public void start() {
        stomp.start(timer);
        status.start(timer);
        if (health != null) {
            health.start();
        }
        running = true;
    }

    @Override
    public void stop() {
        if (health != null) {
            health.close();
        }
        drain.begin(settings.terminateGrace(), settings.terminateSpread());
        Duration most =
                settings.terminateGrace().plus(settings.terminateSpread()).plus(CLOSE_MAX);
        long deadline = System.nanoTime() + most.toNanos();
        while (stomp.sessions() > 0 && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(LOOK_EACH);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        timer.shutdown();
        status.close();
        stomp.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private final class ByTargetHealth implements TargetHealthWatch.Decisions {
        @Override
        public void draining() {
            drain.begin(settings.grace(), settings.spread());
        }

        @Override
        public void serving() {
            drain.cancel();
        }
    }
}
