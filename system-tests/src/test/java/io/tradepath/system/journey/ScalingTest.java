package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Answer;
import io.tradepath.system.client.Api;
import io.tradepath.system.client.PrivateStream;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Feed instances come and go under clients that trade, read and listen. */
@Order(Suites.OWN)
class ScalingTest {
    private static final int FOLLOWERS = 6;
    /** Two JVMs start, or the deregistration delay passes. */
    private static final Duration SCALE_MAX = Duration.ofMinutes(5);

    private static final Duration SEEN_MAX = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<QuoteFollower> followers = new ArrayList<>();
    private @Nullable RunningSuite suite;

    @BeforeEach
    void haveTheMachineAlone() {
        Suites.stop();
    }

    @AfterEach
    void stop() {
        followers.forEach(QuoteFollower::close);
        if (suite != null) {
            suite.close();
        }
    }

    @Test
    void threeFeedInstancesComeAndTwoGoAndClientsSeeNothingButTheNoticeAndItsClose() throws Exception {
        RunningSuite running = RunningSuite.start();
        suite = running;
        Api api = new Api(running.gateway(), running.issuer());
        String account = api.openAccount("trader-1", "USD");
        try (PrivateStream events = PrivateStream.follow(api, "trader-1", account);
                RestClient rest = new RestClient(api, account)) {
            follow(api);
            scale(running, 3);
            follow(api);
            within("every instance has sockets", () -> everyInstanceHasSockets(running, api));

            scale(running, 1);

            assertThat(followers.stream().mapToLong(QuoteFollower::moves).sum())
                    .as("sockets that were asked to leave")
                    .isPositive();
            long deposited = rest.end();
            within("every follower hears quotes", this::everyFollowerHears);
            within("every event is seen", () -> events.last("account") >= lastEvent(api, account));
            assertThat(events.violations()).isEmpty();
            assertThat(events.takeSeen("account").stream()
                            .filter(event -> event.path("type").asString("").equals("Deposited"))
                            .count())
                    .as("deposits that were seen, of those that were answered")
                    .isPositive()
                    .isEqualTo(deposited);
            assertThat(followers)
                    .allSatisfy(follower -> assertThat(follower.violations()).isEmpty());
            assertThat(rest.violations()).isEmpty();
        }
    }

    private void follow(Api api) throws IOException, InterruptedException {
        for (int i = 0; i < FOLLOWERS; i++) {
            followers.add(QuoteFollower.follow(api, "trader-" + (i % 3 + 1)));
        }
    }

    private static void scale(RunningSuite suite, int feeds) throws IOException, InterruptedException {
        Process scale = new ProcessBuilder(
                        RunningSuite.home().resolve("run").toString(),
                        "scale",
                        "--dir",
                        suite.dir().toString(),
                        "feed=" + feeds)
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(scale.waitFor(SCALE_MAX.toSeconds(), TimeUnit.SECONDS))
                    .as("scaled within %s", SCALE_MAX)
                    .isTrue();
            String said = new String(scale.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(scale.exitValue()).as(said).isZero();
        } finally {
            scale.destroy();
        }
    }

    private static boolean everyInstanceHasSockets(RunningSuite suite, Api api)
            throws IOException, InterruptedException {
        URI targets = URI.create("http://127.0.0.1:" + suite.port("gateway-management") + "/targets/Feed");
        JsonNode answer = api.send(HttpRequest.newBuilder(targets).build())
                .expect(200)
                .body()
                .path("targets");
        int withSockets = 0;
        for (JsonNode target : answer) {
            withSockets += target.path("outstanding").asInt() > 0 ? 1 : 0;
        }
        return withSockets == 3;
    }

    private boolean everyFollowerHears() throws InterruptedException {
        List<Long> before = followers.stream().map(QuoteFollower::quotes).toList();
        Thread.sleep(PAUSE.multipliedBy(5));
        for (int i = 0; i < followers.size(); i++) {
            if (followers.get(i).quotes() == before.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static long lastEvent(Api api, String account) throws IOException, InterruptedException {
        return api.events("trader-1", "accounts", account, 0).stream()
                .flatMapToLong(event -> LongStream.of(event.path("seq").asLong()))
                .max()
                .orElse(0);
    }

    private static void within(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + SEEN_MAX.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("within %s: %s", SEEN_MAX, what).isLessThan(deadline);
            Thread.sleep(PAUSE);
        }
    }

    /** A client that deposits and reads all the time; whatever is no success it writes down. */
    private static final class RestClient implements AutoCloseable {
        private final Api api;
        private final String account;
        private final List<String> violations = new ArrayList<>();
        private final Thread thread = Thread.ofVirtual().name("rest").unstarted(this::run);
        private final AtomicLong deposits = new AtomicLong();
        private volatile boolean ending;

        RestClient(Api api, String account) {
            this.api = api;
            this.account = account;
            thread.start();
        }

        List<String> violations() {
            synchronized (violations) {
                return List.copyOf(violations);
            }
        }

        private void run() {
            try {
                while (!ending) {
                    note("a read of quotes", api.get("trader-1", "/feed/quotes"), 200);
                    note("a read of the account", api.get("trader-1", "/accounts/" + account), 200);
                    note("a deposit", api.deposit("trader-1", account, "10", Identifiers.next()), 201);
                    deposits.incrementAndGet();
                    Thread.sleep(PAUSE);
                }
            } catch (IOException e) {
                violate(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void note(String what, Answer answer, int wanted) {
            if (answer.status() != wanted) {
                violate("%s: %d %s".formatted(what, answer.status(), answer.body()));
            }
        }

        private void violate(String what) {
            synchronized (violations) {
                violations.add(what);
            }
        }

        /** Stops, and says how many deposits there were. */
        long end() throws InterruptedException {
            ending = true;
            thread.join();
            return deposits.get();
        }

        @Override
        public void close() {
            ending = true;
        }
    }
}
