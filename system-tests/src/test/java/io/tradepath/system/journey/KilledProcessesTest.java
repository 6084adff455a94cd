package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Answer;
import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.client.StreamClient.Frame;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Signals;
import io.tradepath.system.suite.Suites;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every process is killed while quotes stream: it is back by itself, and clients that reconnect go on. */
@Order(Suites.SIMULATED + 1)
class KilledProcessesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BACK_MAX = Duration.ofSeconds(60);
    private static final Duration TAKEOVER_MAX = Duration.ofSeconds(15);
    /** The simulated market is as quiet as a real one: half a minute without a price is nothing out of the ordinary. */
    private static final Duration QUOTE_MAX = Duration.ofSeconds(60);

    private RunningSuite suite;
    private Api api;

    @BeforeEach
    void start() {
        suite = Suites.simulated();
        api = new Api(suite.gateway(), suite.issuer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "executions", "feed", "feed-2", "gateway", "issuer", "kafka", "postgres"})
    void aKilledProcessIsBackByItselfAndClientsGoOn(String name) throws Exception {
        String account = api.openAccount("trader-3", "USD");
        long before = suite.pid(name);
        long workerBefore = worker(name);
        Signals.kill(before);

        within(BACK_MAX, name + " has a new process", () -> suite.pid(name) != before && worker(name) != workerBefore);
        within(
                BACK_MAX,
                "a deposit",
                () -> api.deposit("trader-3", account, "1000", "key-" + name).status() == 201);
        within(BACK_MAX, "a trade", () -> orderOnce(account, name));
        within(BACK_MAX, "quotes", this::quotesStream);
        assertThat(api.get("trader-3", "/accounts/" + account).expect(200).text("balance"))
                .as("deposited once, whatever was retried")
                .isEqualTo("1000.00");
    }

    /**
     * The process that does the work. PostgreSQL outlives the process that starts it until the next one ends it: what is
     * answered in between says nothing of what comes back.
     */
    private long worker(String name) {
        return name.equals("postgres") ? suite.postmaster() : suite.pid(name);
    }

    private boolean orderOnce(String account, String name) throws IOException, InterruptedException {
        Answer answer = api.order("trader-3", account, Api.market("EUR_USD", "BUY", "100", "order-" + name));
        assertThat(answer.status()).as("%s", answer.body()).isIn(201, 422, 502, 503, 504);
        // An order refused on a stale quote has used its key up: the market is not back yet.
        if (answer.status() == 422) {
            assertThat(answer.text("rejectReason")).isIn("QUOTE_STALE", "QUOTE_MISSING");
            return api.order("trader-3", account, Api.market("EUR_USD", "BUY", "100", Identifiers.next()))
                            .status()
                    == 201;
        }
        return answer.status() == 201;
    }

    @Test
    void bothFeedInstancesShowTheSameEpochAndSeq() throws Exception {
        within(
                BACK_MAX,
                "both have quotes",
                () -> !quotesOf("feed").isEmpty() && !quotesOf("feed-2").isEmpty());
        within(
                BACK_MAX,
                "the same quotes at some instant",
                () -> quotesOf("feed").equals(quotesOf("feed-2")));
    }

    @Test
    void anotherInstanceTakesOverFromAKilledPublisherAndNothingOfTheOldEpochIsSeenAfter() throws Exception {
        within(BACK_MAX, "quotes", this::quotesStream);
        String publisher = publisher();
        String survivor = publisher.equals("feed") ? "feed-2" : "feed";
        try (StreamClient stream =
                StreamClient.connect(URI.create("http://localhost:" + suite.port(survivor)), api.token("trader-1"))) {
            stream.subscribe("q", "/topic/quotes.EUR_USD");
            long epoch = epoch(awaitQuote(stream, QUOTE_MAX));
            long killed = System.nanoTime();
            Signals.kill(suite.pid(publisher));

            long newEpoch = epoch;
            while (newEpoch == epoch) {
                newEpoch = epoch(awaitQuote(stream, TAKEOVER_MAX));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKEOVER_MAX);
            assertThat(newEpoch).isGreaterThan(epoch);

            // On a busy machine the new publisher may be held up itself, and begin yet another epoch.
            long lastEpoch = newEpoch;
            long lastSeq = 0;
            for (int i = 0; i < 20; i++) {
                Frame quote = awaitQuote(stream, QUOTE_MAX);
                assertThat(epoch(quote)).isGreaterThanOrEqualTo(lastEpoch);
                long seq = Long.parseLong(quote.header("seq"));
                assertThat(seq).isGreaterThan(epoch(quote) > lastEpoch ? 0 : lastSeq);
                lastEpoch = epoch(quote);
                lastSeq = seq;
            }
        }
    }

    /** The one that publishes; between two there may be none for a moment. */
    private String publisher() throws Exception {
        List<String> publishers = new ArrayList<>();
        within(TAKEOVER_MAX, "one publisher", () -> {
            publishers.clear();
            publishers.addAll(publishers());
            return publishers.size() == 1;
        });
        return publishers.getFirst();
    }

    private List<String> publishers() throws IOException, InterruptedException {
        List<String> publishers = new ArrayList<>();
        for (String name : List.of("feed", "feed-2")) {
            URI metrics = URI.create("http://127.0.0.1:" + suite.port(name + "-management") + "/actuator/prometheus");
            String text =
                    api.send(HttpRequest.newBuilder(metrics).build()).body().asString();
            if (text.lines().anyMatch(line -> line.startsWith("tradepath_feed_publishing") && line.endsWith(" 1.0"))) {
                publishers.add(name);
            }
        }
        return publishers;
    }

    private List<String> quotesOf(String instance) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + suite.port(instance) + "/feed/quotes"))
                .header("Authorization", "Bearer " + api.token("trader-1"))
                .build();
        List<String> quotes = new ArrayList<>();
        for (JsonNode quote : api.send(request).expect(200).body().path("quotes")) {
            quotes.add(quote.path("instrument") + " " + quote.path("epoch") + "/" + quote.path("seq"));
        }
        return quotes;
    }

    private boolean quotesStream() throws IOException, InterruptedException {
        try (StreamClient stream = StreamClient.connect(suite.gateway(), api.token("trader-1"))) {
            stream.subscribe("q", "/topic/quotes.EUR_USD");
            for (int i = 0; i < 3; i++) {
                if (stream.next(Duration.ofSeconds(5)) == null) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Frame awaitQuote(StreamClient stream, Duration max) throws InterruptedException {
        Frame frame = stream.next(max);
        if (frame == null) {
            throw new AssertionError("no quote within " + max);
        }
        assertThat(JSON.readTree(frame.body()).path("epoch").asLong()).isEqualTo(epoch(frame));
        return frame;
    }

    private static long epoch(Frame quote) {
        return Long.parseLong(quote.header("epoch"));
    }

    /** Waits; what cannot be asked because a process is away counts as not yet. */
    private static void within(Duration max, String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + max.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException | UncheckedIOException away) {
                last = away.toString();
            }
            Thread.sleep(Duration.ofMillis(100));
        }
        throw new AssertionError("not within %s: %s %s".formatted(max, what, last));
    }
}
