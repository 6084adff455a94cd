package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the template that is deployed, request by request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuiteRoutingTest {

    private StubTarget accounts;
    private StubTarget executions;
    private StubTarget feed;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        accounts = StubTarget.start(StubTarget.says("accounts"));
        executions = StubTarget.start(StubTarget.says("executions"));
        feed = StubTarget.start(wire -> {
            String head = wire.readHead();
            boolean upgrade = head.contains("Upgrade: websocket");
            wire.send(
                    upgrade && head.contains("Origin: http://evil.test")
                            ? "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\norigin"
                            : upgrade
                                    ? Frames.SWITCHING
                                    : "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfeed");
        });
        gateway = TestGateway.of(Files.readString(Path.of("../infra/tradepath.yaml")))
                .parameters(Map.of("VerifyTokens", "false"))
                .target("Accounts=" + accounts.address() + ",health=" + accounts.port())
                .target("Executions=" + executions.address() + ",health=" + executions.port())
                .target("Feed=" + feed.address() + ",health=" + feed.port())
                .start();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        accounts.close();
        executions.close();
        feed.close();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, /accounts, accounts",
        "localhost, /accounts/, accounts",
        "localhost, /accounts/A-1/deposits?x=/feed, accounts",
        "localhost, /executions, executions",
        "localhost, /executions/instruments, executions",
        "localhost, /feed, feed",
        "localhost, /feed/quotes, feed",
        "localhost, /feed/stomp, feed",
        "stream.localhost, /anything, feed",
        "stream.localhost, /accounts, feed",
        "STREAM.localhost:8080, /, feed",
        "localhost, /, page",
        "localhost, /accountsx, page",
        "localhost, /Accounts, page",
        "localhost, /feeds, page",
        "localhost, /actuator/health, page",
    })
    void eachPathGoesToItsService(String host, String path, String to) throws IOException {
        RawClient.Answer answer = RawClient.get(gateway.port("Https"), path, "Host: " + host);
        if (to.equals("page")) {
            assertThat(answer.header("Server")).isEqualTo("awselb/2.0");
            assertThat(answer.body()).contains("<h1>Tradepath</h1>");
        } else {
            assertThat(answer.body()).isEqualTo(to);
        }
    }

    @Test
    void aWebSocketReachesTheFeedAndARefusedOneItsClient() throws IOException {
        assertThat(RawClient.once(gateway.port("Https"), Frames.UPGRADE).status())
                .isEqualTo(101);
        RawClient.Answer refused = RawClient.once(
                gateway.port("Https"), Frames.UPGRADE.replace("\r\n\r\n", "\r\nOrigin: http://evil.test\r\n\r\n"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo("origin");
    }

    @Test
    void plainHttpIsRedirected() throws IOException {
        RawClient.Answer answer = RawClient.get(gateway.port("Http"), "/accounts?a=b", "Host: trade.example");
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("Location")).isEqualTo("https://trade.example:443/accounts?a=b");
    }
}
