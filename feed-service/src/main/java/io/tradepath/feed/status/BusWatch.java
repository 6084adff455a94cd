package io.tradepath.feed.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Knows whether this instance reaches the bus: a consumer that hears nothing cannot tell. */
final class BusWatch implements AutoCloseable {
    private static final Duration LOOK_EACH = Duration.ofMillis(500);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

    private final Map<String, Object> kafka;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean reachable = true;

    BusWatch(Map<String, Object> kafka) {
        this.kafka = Map.copyOf(kafka);
        this.thread = Thread.ofPlatform().name("bus-watch").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean isReachable() {
        return reachable;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        int answerMaxMs = Math.toIntExact(ANSWER_MAX.toMillis());
        try (Admin admin = Admin.create(config)) {
            while (!closing.await(LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS)) {
                reachable = answers(admin, answerMaxMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answers(Admin admin, int answerMaxMs) throws InterruptedException {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(answerMaxMs))
                    .clusterId()
                    .get(answerMaxMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException away) {
            return false;
        }
    }
}
