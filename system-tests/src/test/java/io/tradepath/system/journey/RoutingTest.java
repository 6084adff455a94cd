package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The listener rules, seen from outside over raw sockets, so that Host and path arrive as they are written here. */
@Order(Suites.SIMULATED)
class RoutingTest {
    private static final int READ_MAX_MS = 10_000;

    private RunningSuite suite;
    private URI gateway;

    @BeforeEach
    void start() {
        suite = Suites.simulated();
        gateway = suite.gateway();
    }

    /** Without a token each service answers 401 as a problem of its own; the load balancer's answers are HTML. */
    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource({
        "localhost, /accounts, 401, /accounts",
        "localhost, /accounts/, 401, /accounts/",
        "localhost, /accounts/some-id, 401, /accounts/some-id",
        "localhost, /accounts?limit=1, 401, /accounts",
        "localhost, /executions/instruments, 401, /executions/instruments",
        "localhost, /feed/quotes, 401, /feed/quotes",
        "stream.localhost, /feed/quotes, 401, /feed/quotes",
        "STREAM.localhost, /feed/quotes, 401, /feed/quotes",
    })
    void routesToTheServiceOfThePath(String host, String path, int status, String instance) throws IOException {
        String answer = get(host, path);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(answer).contains("\"instance\":\"" + instance + "\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/", "/account", "/accountsx", "/Accounts", "/actuator/health", "/executionsandmore", "/feeds/quotes"})
    void answersByTheDefaultActionWhatNoRuleTakes(String path) throws IOException {
        assertThat(get("localhost", path))
                .startsWith("HTTP/1.1 ")
                .containsIgnoringCase("Server: awselb/2.0")
                .containsIgnoringCase("Content-Type: text/html")
                .contains("Tradepath");
    }

    @Test
    void handsAnUpgradeToTheTarget() throws Exception {
        Api api = new Api(gateway, suite.issuer());
        try (StreamClient stream = StreamClient.connect(gateway, api.token("trader-1"))) {
            assertThat(stream.isClosed()).isFalse();
        }
    }

    @Test
    void passesOnATargetsRefusalOfAnUpgradeAsItIs() throws IOException {
        String answer = exchange("""
                GET /feed/stomp HTTP/1.1
                Host: localhost
                Connection: Upgrade, close
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Origin: https://elsewhere.example

                """.replace("\n", "\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContain("awselb");
    }

    private String get(String host, String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    /** Sends a request that asks for the connection's end, and reads until then. */
    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort())) {
            socket.setSoTimeout(READ_MAX_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .collect(Collectors.joining("\n"));
        }
    }
}
