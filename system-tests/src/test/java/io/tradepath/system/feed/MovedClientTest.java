package io.tradepath.system.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Signals;
import io.tradepath.system.suite.Suites;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A client is moved from one instance to the other and back while quotes and its account's events stream and others read
 * along: mostly by a drain, each fifth time by a kill. {@code -Dtradepath.moves=100} is the long form.
 */
@Order(Suites.SIMULATED + 3)
class MovedClientTest {
    private static final int MOVES = Integer.getInteger("tradepath.moves", 10);
    private static final int KILL_EACH = 5;
    private static final int OTHERS = 20;
    private static final List<String> INSTRUMENTS = List.of("EUR_USD", "GBP_USD", "USD_JPY", "AUD_USD");
    private static final Duration DEPOSIT_EACH = Duration.ofMillis(100);
    private static final Duration MOVED_MAX = Duration.ofSeconds(60);
    private static final Duration BACK_MAX = Duration.ofSeconds(90);

    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger deposits = new AtomicInteger();

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
    void aMovedClientMissesNothingAndGetsNothingTwice() throws Exception {
        instances.awaitPublisher(BACK_MAX);
        String account = api.openAccount("trader-1", "USD");
        Thread load = Thread.ofVirtual().start(() -> deposit(account));
        List<EpochWatch> others = new ArrayList<>();
        register("feed", true);
        register("feed-2", false);
        try (MovedClient client = MovedClient.follow(api, "trader-1", account, INSTRUMENTS)) {
            FeedInstances.within(
                    MOVED_MAX, "the client is there", () -> client.events().contains(1L));
            for (int i = 0; i < OTHERS; i++) {
                others.add(EpochWatch.follow(api, suite.gateway(), INSTRUMENTS));
            }
            String at = "feed";
            for (int move = 1; move <= MOVES; move++) {
                move(client, at, move % KILL_EACH == 0);
                at = FeedInstances.other(at);
            }
            ending.set(true);
            load.join(MOVED_MAX);
            // One event is the account's opening.
            long lastSeq = 1L + deposits.get();
            FeedInstances.within(
                    MOVED_MAX, "the last event", () -> client.events().contains(lastSeq));
            assertThat(client.violations()).isEmpty();
            assertThat(client.events())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, lastSeq).boxed().toList());
            System.out.printf(
                    "%d moves: %d by a drain, %d reconnections, %d events%n",
                    MOVES, client.overlapped(), client.reconnected(), lastSeq);
        } finally {
            ending.set(true);
            register("feed", true);
            register("feed-2", true);
            for (EpochWatch other : others) {
                other.close();
            }
        }
        assertThat(others).allSatisfy(other -> assertThat(other.violations()).isEmpty());
    }

    private void move(MovedClient client, String from, boolean byKill) throws Exception {
        String to = FeedInstances.other(from);
        int seen = client.events().size();
        if (byKill) {
            register(to, true);
            awaitTakesSockets(to);
            int reconnected = client.reconnected();
            long pid = suite.pid(from);
            Signals.kill(pid);
            FeedInstances.within(MOVED_MAX, "reconnected", () -> client.reconnected() > reconnected);
            // Or it would go back there.
            register(from, false);
            FeedInstances.within(BACK_MAX, "a new process", () -> suite.pid(from) != pid);
        } else {
            int overlapped = client.overlapped();
            register(to, true);
            awaitTakesSockets(to);
            register(from, false);
            FeedInstances.within(MOVED_MAX, "moved to " + to, () -> client.overlapped() > overlapped);
        }
        FeedInstances.within(MOVED_MAX, "events go on", () -> client.events().size() > seen + 2);
    }

    /** An instance that was drained takes sockets again once it has seen that it is a target again. */
    private void awaitTakesSockets(String instance) throws Exception {
        FeedInstances.within(BACK_MAX, instance + " takes sockets", () -> {
            try (StreamClient _ = StreamClient.connect(instances.uri(instance), api.token("trader-2"))) {
                return true;
            }
        });
    }

    /** Puts the instance into the load balancer's group, or takes it out, upon which it drains. */
    private void register(String instance, boolean in) throws IOException, InterruptedException {
        URI target = URI.create("http://127.0.0.1:%d/targets/Feed/127.0.0.1:%d?health=%d"
                .formatted(
                        suite.port("gateway-management"), suite.port(instance), suite.port(instance + "-management")));
        HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(5));
        int status = api.send((in ? request.PUT(HttpRequest.BodyPublishers.noBody()) : request.DELETE()).build())
                .status();
        assertThat(status).isIn(200, 201, 202, 204, 404);
    }

    private void deposit(String account) {
        while (!ending.get()) {
            String key = "deposit-" + deposits.incrementAndGet();
            while (!isDeposited(account, key)) {
                pause();
            }
            pause();
        }
    }

    private boolean isDeposited(String account, String key) {
        try {
            return api.send(
                                    "trader-1",
                                    "POST",
                                    "/accounts/" + account + "/deposits",
                                    Map.of("amount", "1"),
                                    "Idempotency-Key",
                                    key)
                            .status()
                    == 201;
        } catch (IOException again) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(DEPOSIT_EACH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
