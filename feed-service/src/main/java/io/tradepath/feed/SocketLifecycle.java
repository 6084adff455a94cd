package io.tradepath.feed;

import io.tradepath.feed.session.CloseCode;
import io.tradepath.feed.session.StompFeed;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.SmartLifecycle;

/** The sockets: they end before the web server does, and are told so. */
final class SocketLifecycle implements SmartLifecycle {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(3);
    private static final Duration LOOK_EACH = Duration.ofMillis(20);

    private final StompFeed stomp;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("feed-clock").daemon().factory());
    private volatile boolean running;
    private volatile boolean leaving;

    SocketLifecycle(StompFeed stomp) {
        this.stomp = stomp;
    }

    /** True once no new sockets are taken. */
    boolean isLeaving() {
        return leaving;
    }

    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }

    @Override
    public void start() {
        stomp.start(timer);
        running = true;
    }

    @Override
    public void stop() {
        leaving = true;
        stomp.closeAll(CloseCode.SERVICE_RESTART, "restarting");
        long deadline = System.nanoTime() + CLOSE_MAX.toNanos();
        while (stomp.sessions() > 0 && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(LOOK_EACH);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        timer.shutdown();
        stomp.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
