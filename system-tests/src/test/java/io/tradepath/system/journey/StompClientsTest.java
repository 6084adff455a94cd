package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** STOMP client libraries as they come from npm and Maven, each through the gateway. */
@Order(Suites.REPLAY)
class StompClientsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int QUOTES = 60;
    private static final int PATIENCE_S = 60;
    private static final List<String> DESTINATIONS = List.of("/topic/quotes.EUR_USD", "/topic/quotes.NZD_USD");

    @TempDir
    private Path dir;

    /** A quote as a client got it: the message's epoch and seq, and the body. */
    private record Delivered(long epoch, long seq, JsonNode body) {}

    @Test
    void stompjsOnNodeGetsQuotesInOrderWithThePricesOfTheFile() throws Exception {
        RunningSuite suite = Suites.replay();
        Api api = new Api(suite.gateway(), suite.issuer());
        for (String file : List.of("package.json", "package-lock.json", "quotes.mjs")) {
            Files.copy(RunningSuite.home().resolve("system-tests/src/test/js").resolve(file), dir.resolve(file));
        }
        run(List.of("npm", "ci", "--silent", "--no-fund", "--no-audit"));
        List<String> command = new ArrayList<>(List.of(
                "node",
                "quotes.mjs",
                "ws://localhost:" + suite.port("gateway") + "/feed/stomp",
                api.token("trader-1"),
                Integer.toString(QUOTES)));
        command.addAll(DESTINATIONS);
        List<Delivered> quotes = run(command)
                .lines()
                .map(JSON::readTree)
                .map(line -> new Delivered(
                        line.path("headers").path("epoch").asLong(),
                        line.path("headers").path("seq").asLong(),
                        line.path("body")))
                .toList();
        assertInOrderAndOfTheFile(quotes);
    }

    @Test
    void springsStompClientGetsQuotesInOrderWithThePricesOfTheFile() throws Exception {
        RunningSuite suite = Suites.replay();
        Api api = new Api(suite.gateway(), suite.issuer());
        LinkedBlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();
        WebSocketStompClient client = new WebSocketStompClient(new StandardWebSocketClient());
        StompHeaders connect = new StompHeaders();
        connect.add("Authorization", "Bearer " + api.token("trader-1"));
        connect.setAcceptVersion("1.2");
        StompSession session = client.connectAsync(
                        "ws://localhost:" + suite.port("gateway") + "/feed/stomp",
                        new WebSocketHttpHeaders(),
                        connect,
                        new StompSessionHandlerAdapter() {})
                .get(PATIENCE_S, TimeUnit.SECONDS);
        try {
            for (String destination : DESTINATIONS) {
                session.subscribe(destination, new QuoteHandler(delivered));
            }
            List<Delivered> quotes = new ArrayList<>();
            while (quotes.size() < QUOTES) {
                Delivered next = delivered.poll(PATIENCE_S, TimeUnit.SECONDS);
                assertThat(next).as("a quote after %d", quotes.size()).isNotNull();
                quotes.add(next);
            }
            assertInOrderAndOfTheFile(quotes);
        } finally {
            session.disconnect();
            client.stop();
        }
    }

    private record QuoteHandler(LinkedBlockingQueue<Delivered> delivered) implements StompFrameHandler {
        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            delivered.add(new Delivered(number(headers, "epoch"), number(headers, "seq"), JSON.readTree((byte[])
                    Objects.requireNonNull(payload))));
        }
    }

    private static long number(StompHeaders headers, String name) {
        return Long.parseLong(Objects.requireNonNull(headers.getFirst(name), name));
    }

    private static void assertInOrderAndOfTheFile(List<Delivered> quotes) throws IOException {
        assertThat(quotes).hasSize(QUOTES);
        Ticks ticks = Ticks.of(Suites.ticks());
        Map<String, Delivered> last = new HashMap<>();
        for (Delivered quote : quotes) {
            assertThat(quote.body().path("epoch").asLong()).isEqualTo(quote.epoch());
            assertThat(quote.body().path("seq").asLong()).isEqualTo(quote.seq());
            assertThat(ticks.has(quote.body()))
                    .as("a tick of the file: %s", quote.body())
                    .isTrue();
            Delivered before = last.put(quote.body().path("instrument").asString(), quote);
            assertThat(before == null
                            || quote.epoch() > before.epoch()
                            || (quote.epoch() == before.epoch() && quote.seq() > before.seq()))
                    .as("%s after %s", quote, before)
                    .isTrue();
        }
        assertThat(last).hasSize(DESTINATIONS.size());
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        File output = dir.resolve("output").toFile();
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectError(dir.resolve("errors").toFile())
                .redirectOutput(output)
                .start();
        boolean ended = process.waitFor(PATIENCE_S * 2L, TimeUnit.SECONDS);
        process.destroy();
        String errors = Files.readString(dir.resolve("errors"));
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", command.getFirst(), errors)
                .isTrue();
        return Files.readString(output.toPath(), StandardCharsets.UTF_8);
    }
}
