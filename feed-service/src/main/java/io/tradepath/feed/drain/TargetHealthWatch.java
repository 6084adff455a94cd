package io.tradepath.feed.drain;

import io.tradepath.events.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Looks at this instance's own target health each second, and drains when it says so. */
public final class TargetHealthWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetHealthWatch.class);
    private static final Duration LOOK_EACH = Duration.ofSeconds(1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(3);
    private static final String DRAINING = "draining";

    private final URI url;
    private final String target;
    private final Decisions decisions;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** A group's targets, or the one that the URL names. */
    private record Answer(
            @Nullable List<Target> targets,
            @Nullable String target,
            @Nullable String state) {
        List<Target> all() {
            if (targets != null) {
                return targets;
            }
            return target == null || state == null ? List.of() : List.of(new Target(target, state));
        }
    }

    private record Target(String target, String state) {}

    /** What follows from the state of the own target, each time that it is seen. */
    public interface Decisions {
        void draining();

        void serving();
    }

    public TargetHealthWatch(URI url, String target, Decisions decisions) {
        this.url = url;
        this.target = target;
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
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build()) {
            while (!closing.await(LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS)) {
                look(http);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An answer that does not come or cannot be read changes nothing. */
    private void look(HttpClient http) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(url).timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                act(EventJson.read(response.body(), Answer.class));
            }
        } catch (IOException | JacksonException unknown) {
            LOG.debug("The target health is not known: {}", unknown.toString());
        }
    }

    private void act(Answer answer) {
        for (Target each : answer.all()) {
            if (each.target().equals(target)) {
                if (each.state().equals(DRAINING)) {
                    decisions.draining();
                } else {
                    decisions.serving();
                }
            }
        }
    }
}
