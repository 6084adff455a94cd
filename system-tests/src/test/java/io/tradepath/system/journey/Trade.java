package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Answer;
import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.client.StreamClient.Frame;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An account's trade in one instrument, watched over one STOMP connection. */
final class Trade {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ARRIVAL_MAX = Duration.ofSeconds(20);

    private final Api api;
    private final StreamClient stream;
    private final String identity;
    private final String account;
    private final String instrument;
    private final Map<String, JsonNode> quotes = new HashMap<>();
    private final Map<String, List<JsonNode>> events = new HashMap<>();

    Trade(Api api, StreamClient stream, String identity, String account, String instrument) {
        this.api = api;
        this.stream = stream;
        this.identity = identity;
        this.account = account;
        this.instrument = instrument;
    }

    void subscribe() throws IOException {
        stream.subscribe("quotes", "/topic/quotes." + instrument);
        stream.subscribe("orders", "/queue/orders." + account, "resume-seq", "0");
        stream.subscribe("account", "/queue/account." + account, "resume-seq", "0");
    }

    /** Trades at market and answers the fill. */
    JsonNode fill(String side, BigDecimal units) throws IOException, InterruptedException {
        Answer answer =
                api.order(identity, account, Api.market(instrument, side, units.toPlainString(), Identifiers.next()));
        JsonNode order = answer.expect(201).body();
        assertThat(order.path("status").asString()).as("%s", order).isEqualTo("FILLED");
        assertThat(order.path("fills").size()).isEqualTo(1);
        return order.path("fills").path(0);
    }

    /** The quote that a fill names, as it was streamed. */
    JsonNode quoteOf(JsonNode fill) throws InterruptedException {
        String name =
                fill.path("quoteEpoch").asLong() + "/" + fill.path("quoteSeq").asLong();
        awaitQuote(_ -> quotes.containsKey(name), ARRIVAL_MAX);
        return Objects.requireNonNull(quotes.get(name));
    }

    /** Reads on until a quote is as wanted. */
    void awaitQuote(Predicate<JsonNode> wanted, Duration max) throws InterruptedException {
        JsonNode latest = null;
        long deadline = System.nanoTime() + max.toNanos();
        while (System.nanoTime() < deadline) {
            latest = latestOr(latest);
            if (latest != null && wanted.test(latest)) {
                return;
            }
        }
        throw new AssertionError("no such quote within %s; last %s".formatted(max, latest));
    }

    private @Nullable JsonNode latestOr(@Nullable JsonNode before) throws InterruptedException {
        Frame frame = stream.next(Duration.ofMillis(200));
        if (frame == null || !frame.command().equals("MESSAGE")) {
            return before;
        }
        JsonNode body = JSON.readTree(frame.body());
        if (frame.header("type").equals("reset")) {
            // Nothing was kept of the account when it was subscribed to; it had no events then.
            assertThat(body.path("lastSeq").asLong()).isZero();
            return before;
        }
        if (!frame.header("subscription").equals("quotes")) {
            events.computeIfAbsent(frame.header("subscription"), _ -> new ArrayList<>())
                    .add(body);
            return before;
        }
        quotes.put(body.path("epoch").asLong() + "/" + body.path("seq").asLong(), body);
        return body;
    }

    /** The sum of the account's REALISED_PL transactions, once the ledger has settled both fills. */
    BigDecimal realisedInLedger() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ARRIVAL_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode transactions = api.get(identity, "/accounts/" + account + "/transactions?type=REALISED_PL")
                    .expect(200)
                    .body()
                    .path("transactions");
            if (!transactions.isEmpty()) {
                BigDecimal sum = BigDecimal.ZERO;
                for (JsonNode transaction : transactions) {
                    sum = sum.add(new BigDecimal(transaction.path("amount").asString()));
                }
                return sum;
            }
            Thread.sleep(Duration.ofMillis(50));
        }
        throw new AssertionError("no realised P&L in the ledger within " + ARRIVAL_MAX);
    }

    /** Reads until both streams have all that the logs have, and checks that it came in order and without a gap. */
    void assertPrivateEventsInOrder() throws IOException, InterruptedException {
        assertStream("orders", api.events(identity, "executions", account, 0));
        assertStream("account", api.events(identity, "accounts", account, 0));
    }

    private void assertStream(String queue, List<JsonNode> logged) throws InterruptedException {
        assertThat(logged).isNotEmpty();
        long deadline = System.nanoTime() + ARRIVAL_MAX.toNanos();
        while (events.getOrDefault(queue, List.of()).size() < logged.size() && System.nanoTime() < deadline) {
            JsonNode _ = latestOr(null);
        }
        List<JsonNode> streamed = events.getOrDefault(queue, List.of());
        assertThat(streamed).as(queue).isEqualTo(logged);
        assertThat(streamed.stream().map(event -> event.path("seq").asLong()))
                .as(queue)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, logged.size()).boxed().toList());
    }
}
