package io.tradepath.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradepath.backing.SharedBacking;
import io.tradepath.backing.issuer.TokenForge;
import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.AccountStatus;
import io.tradepath.events.Candle;
import io.tradepath.events.EventJson;
import io.tradepath.events.Identifiers;
import io.tradepath.events.Topics;
import io.tradepath.feed.drain.Drain;
import io.tradepath.feed.quotes.QuoteFeed;
import io.tradepath.feed.source.QuoteSource;
import io.tradepath.feed.source.SimulatedSource;
import io.tradepath.feed.source.Tick;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Quote;
import io.tradepath.openapi.ApiContract;
import io.tradepath.openapi.OpenApiFile;
import io.tradepath.quotes.Freshness;
import io.tradepath.wire.TopicSetup;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** The whole service with the real Kafka and the real issuer, from outside. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class FeedServiceTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final String QUOTES = "/topic/quotes.EUR_USD";
    private static final Instant MARKET_BEGAN = Instant.parse("2026-01-07T12:00:00Z");
    private static final Duration LIVELY = Duration.ofMinutes(10);
    private static final long TICK_MS = 100;
    private static final Path DOCUMENT = Path.of("../docs/api/feed.yaml");
    private static final ApiContract CONTRACT = ApiContract.read(DOCUMENT);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private QuoteFeed quotes;

    @Autowired
    private Drain drain;

    @DynamicPropertySource
    static void backing(DynamicPropertyRegistry properties) throws IOException {
        Path ticks = livelyMarket();
        properties.add("tradepath.feed.source", () -> "replay");
        properties.add("tradepath.feed.replay.file", () -> ticks);
        properties.add("tradepath.feed.replay.loop", () -> true);
        properties.add(
                "spring.kafka.bootstrap-servers", () -> SharedBacking.kafka().bootstrapServers());
        properties.add("tradepath.issuer", () -> SharedBacking.issuer().issuer());
        properties.add("tradepath.jwks-uri", () -> SharedBacking.issuer().jwksUri());
        properties.add("management.server.port", () -> 0);
    }

    /** Ten ticks of EUR_USD a second, and as many of the others in turn: of the simulated market one may stand for long. */
    private static Path livelyMarket() throws IOException {
        List<Tick> standing = new SimulatedSource(1).begin(QuoteSource.Before.NOTHING, 0);
        Tick eurUsd = standing.stream()
                .filter(tick -> tick.pair().equals(EUR_USD))
                .findFirst()
                .orElseThrow();
        List<String> rows = new ArrayList<>(List.of("ts_utc_ms,pair,bid,ask"));
        for (int i = 0; i < LIVELY.toMillis() / TICK_MS; i++) {
            long time = MARKET_BEGAN.toEpochMilli() + i * TICK_MS;
            rows.add(row(time, eurUsd, i));
            rows.add(row(time, standing.get(i % standing.size()), i));
        }
        Path file = Files.createTempFile("lively", ".csv");
        file.toFile().deleteOnExit();
        return Files.write(file, rows);
    }

    private static String row(long time, Tick tick, int turn) {
        BigDecimal move = tick.bid().ulp().multiply(BigDecimal.valueOf(turn % 7));
        return "%d,%s,%s,%s"
                .formatted(
                        time,
                        tick.pair().toString().replace("_", ""),
                        tick.bid().add(move).toPlainString(),
                        tick.ask().add(move).toPlainString());
    }

    @BeforeAll
    static void createTopics() throws Exception {
        TopicSetup.create(
                Map.of("bootstrap.servers", SharedBacking.kafka().bootstrapServers()),
                List.of(Topics.ACCOUNTS, Topics.ACCOUNT_EVENTS, Topics.EXECUTION_EVENTS));
    }

    // REST.

    @Test
    void listsTheLatestQuotes() throws Exception {
        awaitQuotes();
        HttpResponse<String> all = get("/feed/quotes", token());
        HttpResponse<String> two = get("/feed/quotes?instruments=USD_JPY,EUR_USD", token());

        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(EventJson.read(all.body(), QuoteList.class).quotes())
                .hasSize(Instruments.all().size());
        assertThat(EventJson.read(two.body(), QuoteList.class).quotes())
                .extracting(quote -> quote.instrument().toString())
                .containsExactly("USD_JPY", "EUR_USD");
    }

    private record QuoteList(List<Quote> quotes) {}

    @Test
    void givesOneQuote() throws Exception {
        awaitQuotes();
        HttpResponse<String> answer = get("/feed/quotes/EUR_USD", token());

        assertThat(EventJson.read(answer.body(), Quote.class).instrument()).isEqualTo(EUR_USD);
    }

    @ParameterizedTest
    @CsvSource({
        "/feed/quotes/XXX_YYY, 404, quote-not-found",
        "/feed/quotes/EURUSD, 404, quote-not-found",
        "/feed/quotes/USD_ZAR, 404, quote-not-found",
        "/feed/quotes?instruments=EURUSD, 400, invalid-request",
        "/feed/quotes?instruments=, 400, invalid-request",
        "/feed/nothing, 404, not-found",
        "/feed/stomp, 426, upgrade-required"
    })
    void answersWhatIsNotThereWithAProblem(String path, int status, String problem) throws Exception {
        HttpResponse<String> answer = get(path, token());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        assertThat(answer.body()).contains("\"type\":\"https://tradepath.io/problems/" + problem + "\"");
    }

    @Test
    void refusesOtherMethods() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri("/feed/quotes"))
                        .header("Authorization", "Bearer " + token())
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).contains("method-not-allowed");
    }

    @Test
    void givesTheRequestIdBack() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri("/feed/quotes"))
                        .header("X-Request-Id", "abc-1")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("x-request-id")).hasValue("abc-1");
        assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
    }

    @Test
    void isReadyAndTellsItsMetricsOnTheManagementPortOnly() throws Exception {
        HttpResponse<String> ready = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> metrics = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("tradepath_feed_sessions", "tradepath_feed_tick_to_write");
        assertThat(get("/actuator/prometheus", token()).statusCode()).isEqualTo(404);
    }

    // Tokens, by header and by frame.

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "expired", "ofAnotherIssuer", "unsigned", "hs256", "otherKey", "id", "client", "garbage"
            })
    void acceptsNoFaultyToken(String fault) throws Exception {
        String token = faulty(fault);
        assertThat(get("/feed/quotes", token).statusCode()).isEqualTo(401);

        try (StompProbe probe = new StompProbe(port)) {
            if (token == null) {
                probe.send("CONNECT", "accept-version:1.2");
            } else {
                probe.send("CONNECT", "accept-version:1.2", "Authorization:Bearer " + token);
            }
            assertThat(probe.frame()).startsWith("ERROR\n").contains("message:unauthorized");
            assertThat(probe.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void needsTheScope() throws Exception {
        String token = SharedBacking.issuer().token("trader-1", "orders:read");
        assertThat(get("/feed/quotes", token).statusCode()).isEqualTo(403);

        try (StompProbe probe = new StompProbe(port)) {
            probe.send("CONNECT", "accept-version:1.2", "Authorization:Bearer " + token);
            assertThat(probe.frame()).startsWith("ERROR\n").contains("message:forbidden");
        }
    }

    private static @Nullable String faulty(String fault) {
        TokenForge forge = SharedBacking.issuer().forge(Clock.systemUTC());
        Map<String, Object> claims = new HashMap<>(forge.claims("trader-1"));
        return switch (fault) {
            case "none" -> null;
            case "expired" -> forge.expired("trader-1");
            case "ofAnotherIssuer" -> forge.ofAnotherIssuer("trader-1");
            case "unsigned" -> forge.unsigned("trader-1");
            case "hs256" -> forge.signedWithPublicKeyAsSecret("trader-1");
            case "otherKey" -> forge.signedWithAnotherKey("trader-1");
            case "id" -> {
                claims.put("token_use", "id");
                yield forge.sign(claims);
            }
            case "client" -> {
                claims.put("client_id", "somebody");
                yield forge.sign(claims);
            }
            default -> "a.b.c";
        };
    }

    // The handshake.

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 403",
        "null, 403",
        "https://localhost:8080, 403",
        "http://localhost:8080, 101",
        "http://127.0.0.1:8080, 101",
        "'', 101"
    })
    void looksAtTheOrigin(String origin, int status) throws IOException {
        assertThat(handshake(origin.isEmpty() ? "" : "Origin: " + origin + "\r\n", "GET"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void refusesWhatIsNoHandshake() throws IOException {
        assertThat(handshake("Sec-WebSocket-Version: 12\r\n", "GET")).contains(" 400 ", "malformed-handshake");
        assertThat(handshake("", "POST")).contains(" 405 ");
    }

    @Test
    void speaksStomp12AndCompressesNothing() throws IOException {
        String answer = handshake(
                "Sec-WebSocket-Protocol: v10.stomp, v12.stomp\r\nSec-WebSocket-Extensions: permessage-deflate\r\n",
                "GET");

        assertThat(answer).contains("Sec-WebSocket-Protocol: v12.stomp").doesNotContain("permessage-deflate");
    }

    private String handshake(String headers, String method) throws IOException {
        String version = headers.contains("Version") ? "" : "Sec-WebSocket-Version: 13\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write((method
                                    + " /feed/stomp HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + version + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4_096];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        }
    }

    // Quotes by STOMP.

    @Test
    void deliversASnapshotAndThenEveryQuoteInOrder() {
        awaitQuotes();
        try (StompProbe probe = StompProbe.connected(port, token())) {
            assertThat(probe.subprotocol()).isEqualTo("v12.stomp");
            probe.send("SUBSCRIBE", "id:a", "destination:" + QUOTES);
            String snapshot = probe.frame();
            assertThat(StompProbe.header(snapshot, "type")).isEqualTo("snapshot");
            Quote before = EventJson.read(StompProbe.body(snapshot), Quote.class);
            for (int i = 1; i <= 3; i++) {
                String update = probe.frame();
                Quote quote = EventJson.read(StompProbe.body(update), Quote.class);
                // A publisher that was held up begins a new epoch.
                assertThat(quote.seq()).isEqualTo(quote.epoch() > before.epoch() ? 1 : before.seq() + 1);
                assertThat(StompProbe.header(update, "type")).isEqualTo("update");
                assertThat(StompProbe.header(update, "seq")).isEqualTo(Long.toString(quote.seq()));
                assertThat(StompProbe.header(update, "epoch")).isEqualTo(Long.toString(quote.epoch()));
                assertThat(StompProbe.header(update, "subscription")).isEqualTo("a");
                assertThat(StompProbe.header(update, "destination")).isEqualTo(QUOTES);
                before = quote;
            }
        }
    }

    @Test
    void servesSpringsOwnStompClient() throws Exception {
        awaitQuotes();
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.initialize();
        WebSocketStompClient client = new WebSocketStompClient(new StandardWebSocketClient());
        client.setTaskScheduler(scheduler);
        StompHeaders connect = new StompHeaders();
        connect.add("Authorization", "Bearer " + token());
        StompSession session = client.connectAsync(
                        "ws://127.0.0.1:" + port + "/feed/stomp",
                        new WebSocketHttpHeaders(),
                        connect,
                        new StompSessionHandlerAdapter() {})
                .get(10, TimeUnit.SECONDS);
        session.setAutoReceipt(true);
        BlockingQueue<Quote> quotes = new LinkedBlockingQueue<>();
        StompSession.Subscription subscription = session.subscribe(QUOTES, new StompFrameHandler() {
            @Override
            public Type getPayloadType(StompHeaders headers) {
                return byte[].class;
            }

            @Override
            public void handleFrame(StompHeaders headers, @Nullable Object payload) {
                if (payload instanceof byte[] json) {
                    quotes.add(EventJson.read(json, Quote.class));
                }
            }
        });
        Quote first = quotes.poll(10, TimeUnit.SECONDS);
        Quote second = quotes.poll(20, TimeUnit.SECONDS);
        subscription.unsubscribe();
        session.disconnect();
        scheduler.shutdown();

        assertThat(first).isNotNull();
        assertThat(second)
                .isNotNull()
                .satisfies(quote -> assertThat(quote.isAfter(first)).isTrue());
    }

    @Test
    void refusesAMessageThatIsTooLarge() {
        try (StompProbe probe = StompProbe.connected(port, token())) {
            probe.sendText("x".repeat(64 * 1024 + 1));
            assertThat(probe.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void readsAFrameThatComesInFragments() {
        awaitQuotes();
        try (StompProbe probe = StompProbe.connected(port, token())) {
            probe.sendText("SUBSCRIBE\nid:a\ndesti");
            probe.sendText("nation:" + QUOTES + "\n\n");
            probe.sendText("\0");
            assertThat(probe.frame()).startsWith("MESSAGE\nsubscription:a");
        }
    }

    // Private queues.

    @Test
    void deliversAnAccountsEventsToItsOwnerAloneAndResumes() {
        AccountId account = new AccountId(Identifiers.next());
        open(account, "trader-1");
        try (StompProbe owner = StompProbe.connected(port, token())) {
            owner.send("SUBSCRIBE", "id:q", "destination:/queue/account." + account, "receipt:r");
            assertThat(owner.frame()).startsWith("RECEIPT");
            List<byte[]> sent = List.of(event(account, 2), event(account, 3));
            for (byte[] json : sent) {
                String frame = owner.frame();
                assertThat(StompProbe.body(frame)).isEqualTo(new String(json, StandardCharsets.UTF_8));
            }
        }
        event(account, 4);
        try (StompProbe again = StompProbe.connected(port, token())) {
            again.send("SUBSCRIBE", "id:q", "destination:/queue/account." + account, "resume-seq:2");
            assertThat(StompProbe.header(again.frame(), "seq")).isEqualTo("3");
            assertThat(StompProbe.header(again.frame(), "seq")).isEqualTo("4");
        }
        try (StompProbe other =
                StompProbe.connected(port, SharedBacking.issuer().token("trader-2"))) {
            other.send("SUBSCRIBE", "id:q", "destination:/queue/account." + account);
            assertThat(other.frame()).startsWith("ERROR").contains("message:no such destination");
            assertThat(other.closeCode()).isEqualTo(1008);
        }
    }

    // Candles, status, drain.

    @Test
    void givesTheHistoryOfCandlesAndDeliversThePresentOne() throws Exception {
        awaitQuotes();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/feed/candles/EUR_USD?granularity=S5", token())
                        .body()
                        .contains("\"complete\":true"));
        HttpResponse<String> last = get("/feed/candles/EUR_USD?granularity=M1&count=1", token());
        assertThat(EventJson.read(last.body(), CandleList.class).candles()).hasSize(1);
        try (StompProbe probe = StompProbe.connected(port, token())) {
            probe.send("SUBSCRIBE", "id:c", "destination:/topic/candles.EUR_USD.D");
            String snapshot = probe.frame();
            assertThat(StompProbe.header(snapshot, "type")).isEqualTo("snapshot");
            Candle before = EventJson.read(StompProbe.body(snapshot), Candle.class);
            Candle after = EventJson.read(StompProbe.body(probe.frame()), Candle.class);
            assertThat(after.ticks()).isEqualTo(before.ticks() + 1);
            assertThat(after.time()).isEqualTo(before.time());
        }
    }

    private record CandleList(List<Candle> candles) {}

    @ParameterizedTest
    @CsvSource({
        "/feed/candles/EUR_USD, 400",
        "/feed/candles/EUR_USD?granularity=M2, 400",
        "/feed/candles/EUR_USD?granularity=M1&count=0, 400",
        "/feed/candles/EUR_USD?granularity=M1&count=5001, 400",
        "/feed/candles/EUR_USD?granularity=M1&from=yesterday, 400",
        "/feed/candles/XXX_YYY?granularity=M1, 404"
    })
    void refusesWrongQuestionsForCandles(String path, int status) throws Exception {
        HttpResponse<String> answer = get(path, token());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @Test
    void saysHowEachStreamStands() {
        awaitQuotes();
        try (StompProbe probe = StompProbe.connected(port, token())) {
            probe.send("SUBSCRIBE", "id:s", "destination:/topic/status");
            for (int i = 0; i < Instruments.all().size(); i++) {
                String frame = probe.frame();
                assertThat(StompProbe.header(frame, "type")).isEqualTo("snapshot");
                assertThat(StompProbe.body(frame)).containsAnyOf("\"LIVE\"", "\"QUIET\"");
            }
        }
    }

    @Test
    void leavesByNoticeThenDeliveryThenClose() throws Exception {
        awaitQuotes();
        try (StompProbe probe = StompProbe.connected(port, token())) {
            probe.send("SUBSCRIBE", "id:q", "destination:" + QUOTES);
            probe.send("SUBSCRIBE", "id:s", "destination:/topic/status", "receipt:r");
            String frame = probe.frame();
            while (!frame.startsWith("RECEIPT")) {
                frame = probe.frame();
            }
            drain.begin(Duration.ofSeconds(2), Duration.ofMillis(200));
            assertThat(handshake("", "GET")).contains(" 503 ", "Retry-After", "no-new-connections");
            boolean told = false;
            boolean delivered = false;
            for (frame = probe.frame(); frame != null; frame = probe.poll(Duration.ofSeconds(3))) {
                told |= StompProbe.body(frame).equals("{\"type\":\"drain\",\"graceMs\":2000}");
                delivered |= told && frame.startsWith("MESSAGE\nsubscription:q");
            }
            assertThat(told).isTrue();
            assertThat(delivered).isTrue();
            assertThat(probe.closeCode()).isEqualTo(1012);
        } finally {
            drain.cancel();
        }
        assertThat(handshake("", "GET")).contains(" 101 ");
    }

    // The contract.

    /** Each kind of message that a session gets is as the document says. */
    @Test
    void isDescribedByItsAsyncApiDocument() throws Exception {
        awaitQuotes();
        AsyncApi document = AsyncApi.read(Path.of("../docs/api/feed-stomp.asyncapi.yaml"));
        assertThat(document.addresses())
                .containsExactlyInAnyOrder(
                        "/topic/quotes.{instrument}",
                        "/topic/candles.{instrument}.{granularity}",
                        "/topic/status",
                        "/queue/orders.{accountId}",
                        "/queue/account.{accountId}",
                        "/app/token");
        AccountId account = new AccountId(Identifiers.next());
        open(account, "trader-1");
        try (StompProbe probe = StompProbe.connected(port, token())) {
            check(document, "quote", probe, QUOTES);
            check(document, "candle", probe, "/topic/candles.EUR_USD.M1");
            check(document, "instrumentStatus", probe, "/topic/status");
            probe.send("SUBSCRIBE", "id:o", "destination:/queue/orders." + account, "resume-seq:7");
            assertThat(document.faults("reset", probe.frame())).isEmpty();
            probe.send("SUBSCRIBE", "id:a", "destination:/queue/account." + account, "receipt:r");
            assertThat(probe.frame()).startsWith("RECEIPT");
            event(account, 2);
            assertThat(document.faults("event", probe.frame())).isEmpty();
            probe.send("SEND", "destination:/app/token", "Authorization:Bearer " + token(), "receipt:t");
            assertThat(probe.frame()).startsWith("RECEIPT");
        }
    }

    private static void check(AsyncApi document, String message, StompProbe probe, String destination) {
        probe.send("SUBSCRIBE", "id:x", "destination:" + destination);
        assertThat(document.faults(message, probe.frame())).isEmpty();
        probe.send("UNSUBSCRIBE", "id:x", "receipt:gone");
        String frame = probe.frame();
        while (!frame.startsWith("RECEIPT")) {
            assertThat(document.faults(message, frame)).isEmpty();
            frame = probe.frame();
        }
    }

    @Test
    void isDescribedByItsOpenApiDocument() throws Exception {
        OpenApiFile.check(DOCUMENT, get("/v3/api-docs.yaml", token()).body());
    }

    private void awaitQuotes() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Instruments.all().stream()
                        .allMatch(instrument -> quotes.book().freshness(instrument.pair()) == Freshness.FRESH));
    }

    private static String token() {
        return SharedBacking.issuer().token("trader-1");
    }

    private static void open(AccountId account, String owner) {
        AccountState state = new AccountState(account, 1, owner, "", Currency.getInstance("USD"), AccountStatus.ACTIVE);
        write(Topics.ACCOUNTS, account, EventJson.writeBytes(state));
        write(
                Topics.ACCOUNT_EVENTS,
                account,
                EventJson.writeBytes(
                        new AccountEvent.AccountOpened(1, account, Instant.now(), BigDecimal.ZERO, state)));
    }

    private static byte[] event(AccountId account, long seq) {
        byte[] json = EventJson.writeBytes(new AccountEvent.AccountStatusChanged(
                seq, account, Instant.now(), BigDecimal.ZERO, AccountStatus.ACTIVE, AccountEvent.StatusReason.OPS));
        write(Topics.ACCOUNT_EVENTS, account, json);
        return json;
    }

    private static void write(Topics.Topic topic, AccountId key, byte[] value) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", SharedBacking.kafka().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.name(), key.value().getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (path.startsWith("/feed/")) {
            String type = answer.headers().firstValue("content-type").orElse("");
            CONTRACT.check("GET", answer.uri().getPath(), answer.statusCode(), type, answer.body());
        }
        return answer;
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
