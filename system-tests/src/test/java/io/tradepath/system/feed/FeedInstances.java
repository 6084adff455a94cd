package io.tradepath.system.feed;

import io.tradepath.system.client.Api;
import io.tradepath.system.suite.RunningSuite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The two feed instances of a suite, asked one by one. */
final class FeedInstances {
    static final List<String> NAMES = List.of("feed", "feed-2");

    private static final Duration POLL = Duration.ofMillis(100);

    private final RunningSuite suite;
    private final Api api;

    FeedInstances(RunningSuite suite, Api api) {
        this.suite = suite;
        this.api = api;
    }

    static String other(String name) {
        return NAMES.getFirst().equals(name) ? NAMES.getLast() : NAMES.getFirst();
    }

    URI uri(String name) {
        return URI.create("http://localhost:" + suite.port(name));
    }

    /** The one that publishes the quotes, once there is exactly one that says so. */
    String awaitPublisher(Duration max) throws Exception {
        List<String> publishers = new ArrayList<>();
        within(max, "one instance publishes", () -> {
            publishers.clear();
            for (String name : NAMES) {
                if (metric(name, "tradepath_feed_publishing") == 1) {
                    publishers.add(name);
                }
            }
            return publishers.size() == 1;
        });
        return publishers.getFirst();
    }

    /** The sum of a metric's series; those of a counter that has not counted are not there. */
    double metric(String name, String metric) throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + suite.port(name + "-management") + "/actuator/prometheus");
        String text = api.send(HttpRequest.newBuilder(metrics)
                        .timeout(Duration.ofSeconds(3))
                        .build())
                .body()
                .asString();
        return text.lines()
                .filter(line -> line.startsWith(metric))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits; what cannot be asked because a process is away counts as not yet. */
    static void within(Duration max, String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + max.toNanos();
        @Nullable IOException last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException away) {
                last = away;
            }
            Thread.sleep(POLL);
        }
        throw new AssertionError("not within %s: %s".formatted(max, what), last);
    }
}
