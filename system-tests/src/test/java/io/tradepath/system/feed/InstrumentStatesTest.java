package io.tradepath.system.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.client.StreamClient.Frame;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Signals;
import io.tradepath.system.suite.Suites;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How an instrument's stream stands, as a client is told: each state is brought about, and its end. */
@Order(Suites.SIMULATED + 2)
class InstrumentStatesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** How late a client may be told of what a rule says. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);
    /** The rule: so long without a change of price. */
    private static final Duration QUIET_AFTER = Duration.ofSeconds(10);
    /** The rule: so long without a sign of life of the publisher. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(2);
    /** Until another publishes, or the bus is found again. */
    private static final Duration BACK_MAX = Duration.ofSeconds(60);
    /** Until some instrument has been quiet and has moved again. */
    private static final Duration QUIET_SEEN_MAX = Duration.ofMinutes(3);

    private RunningSuite suite;
    private Api api;
    private FeedInstances instances;

    @BeforeEach
    void start() {
        suite = Suites.simulated();
        api = new Api(suite.gateway(), suite.issuer());
        instances = new FeedInstances(suite, api);
    }

    @Test
    void aStreamIsLiveThenQuietThenLiveAgain() throws Exception {
        try (StreamClient stream = StreamClient.connect(suite.gateway(), api.token("trader-1"))) {
            stream.subscribe("s", "/topic/status");
            Map<String, String> states = new HashMap<>();
            Map<String, String> prices = new HashMap<>();
            Map<String, Long> changed = new HashMap<>();
            @Nullable String quiet = null;
            long deadline = System.nanoTime() + QUIET_SEEN_MAX.toNanos();
            while (System.nanoTime() < deadline) {
                Frame frame = stream.next(QUIET_SEEN_MAX);
                if (frame == null) {
                    break;
                }
                long now = System.nanoTime();
                JsonNode body = JSON.readTree(frame.body());
                String instrument = body.path("instrument").asString();
                if (frame.header("subscription").equals("s")) {
                    String before = states.put(instrument, body.path("state").asString());
                    if (before == null) {
                        stream.subscribe(instrument, "/topic/quotes." + instrument);
                    } else if (before.equals("LIVE") && states.get(instrument).equals("QUIET") && quiet == null) {
                        Long at = changed.get(instrument);
                        if (at != null) {
                            quiet = instrument;
                            assertThat(Duration.ofNanos(now - at))
                                    .as("%s is called quiet", instrument)
                                    .isBetween(QUIET_AFTER.minus(TOLD_WITHIN), QUIET_AFTER.plus(TOLD_WITHIN));
                        }
                    } else if (instrument.equals(quiet)
                            && states.get(instrument).equals("LIVE")) {
                        assertThat(Duration.ofNanos(now - changed.getOrDefault(instrument, now)))
                                .as("%s is called live again", instrument)
                                .isLessThan(TOLD_WITHIN);
                        return;
                    }
                } else {
                    String price = body.path("bids").path(0).path("price") + " "
                            + body.path("asks").path(0).path("price");
                    String before = prices.put(instrument, price);
                    // When a snapshot's price came is not known.
                    if (before != null && !before.equals(price)) {
                        changed.put(instrument, now);
                    }
                }
            }
            throw new AssertionError("quiet was " + quiet + " and did not end: " + states);
        }
    }

    @Test
    void aStreamIsStaleWhenItsPublisherIsKilledUntilAnotherPublishes() throws Exception {
        String publisher = instances.awaitPublisher(BACK_MAX);
        try (StreamClient stream = watch(FeedInstances.other(publisher))) {
            long pid = suite.pid(publisher);
            Signals.kill(pid);
            assertStale(stream, "PUBLISHER");
            assertLiveAgain(stream);
            FeedInstances.within(BACK_MAX, "a new process", () -> suite.pid(publisher) != pid);
        }
        // Or the next test finds it on its way up.
        FeedInstances.within(
                BACK_MAX, "the new process answers", () -> instances.metric(publisher, "tradepath_feed_sessions") >= 0);
    }

    @Test
    void aStreamIsStaleWhenItsPublisherIsStoppedAndTheStoppedInstanceSaysSoWhenItGoesOn() throws Exception {
        String publisher = instances.awaitPublisher(BACK_MAX);
        try (StreamClient elsewhere = watch(FeedInstances.other(publisher));
                StreamClient there = watch(publisher)) {
            long pid = suite.pid(publisher);
            Signals.stop(pid);
            try {
                assertStale(elsewhere, "PUBLISHER");
                assertLiveAgain(elsewhere);
            } finally {
                Signals.proceed(pid);
            }
            // What it has is old until it has read what came meanwhile.
            Frame stale = await(there, "STALE", STALE_AFTER.plus(TOLD_WITHIN));
            assertThat(JSON.readTree(stale.body()).path("reason").asString()).isIn("PUBLISHER", "LAG", "BUS");
            assertLiveAgain(there);
        }
    }

    @Test
    void aStreamIsStaleWhenTheBusIsAwayUntilItIsBack() throws Exception {
        String publisher = instances.awaitPublisher(BACK_MAX);
        try (StreamClient one = watch(publisher);
                StreamClient two = watch(FeedInstances.other(publisher))) {
            long kafka = suite.pid("kafka");
            Signals.stop(kafka);
            try {
                assertStale(one, "BUS");
                assertStale(two, "BUS");
            } finally {
                Signals.proceed(kafka);
            }
            assertLiveAgain(one);
            assertLiveAgain(two);
        }
        instances.awaitPublisher(BACK_MAX);
    }

    /** A client of this instance that has been told that the stream is live or quiet. */
    private StreamClient watch(String instance) throws Exception {
        StreamClient stream = StreamClient.connect(instances.uri(instance), api.token("trader-1"));
        stream.subscribe("s", "/topic/status");
        assertLiveAgain(stream);
        return stream;
    }

    /** From now on: what was heard last may be as old as nothing, so that the rule's time begins now at the latest. */
    private static void assertStale(StreamClient stream, String reason) throws InterruptedException {
        long deadline = System.nanoTime() + STALE_AFTER.plus(TOLD_WITHIN).toNanos();
        while (true) {
            Frame stale = await(stream, "STALE", Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (JSON.readTree(stale.body()).path("reason").asString().equals(reason)) {
                return;
            }
        }
    }

    private static void assertLiveAgain(StreamClient stream) throws InterruptedException {
        long deadline = System.nanoTime() + BACK_MAX.toNanos();
        while (true) {
            Frame frame = next(stream, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            String state = JSON.readTree(frame.body()).path("state").asString();
            if (state.equals("LIVE") || state.equals("QUIET")) {
                return;
            }
        }
    }

    private static Frame await(StreamClient stream, String state, Duration max) throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        while (true) {
            Frame frame = next(stream, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (JSON.readTree(frame.body()).path("state").asString().equals(state)) {
                return frame;
            }
        }
    }

    /** The next status of the instrument that the tests go by. */
    private static Frame next(StreamClient stream, Duration max) throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        while (true) {
            Frame frame = stream.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (frame == null) {
                throw new AssertionError("EUR_USD: no such status within " + max);
            }
            if (JSON.readTree(frame.body()).path("instrument").asString().equals("EUR_USD")) {
                return frame;
            }
        }
    }
}
