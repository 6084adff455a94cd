package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.all;
import static io.tradepath.gateway.Templates.forwardAll;
import static io.tradepath.gateway.Templates.withAttribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.gateway.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerConformanceTest {

    private static final StubTarget.Script SILENT = wire -> {
        String ignored = wire.readHead();
        int end = wire.read();
        assertThat(end).isNegative();
    };

    @Test
    @Conforms(item = 29, says = "Generated answers: Server awselb/2.0, text/html, ELB's page byte for byte")
    void generatedAnswersAreElbsByteForByte() throws IOException {
        try (TestGateway gateway = TestGateway.of(forwardAll()).start()) {
            Answer none = RawClient.get(gateway.port(), "/");
            assertThat(none.status()).isEqualTo(503);
            assertThat(none.body()).hasSize(162);
            assertThat(none.body())
                    .isEqualTo(String.join(
                            "\r\n",
                            "<html>",
                            "<head><title>503 Service Temporarily Unavailable</title></head>",
                            "<body>",
                            "<center><h1>503 Service Temporarily Unavailable</h1></center>",
                            "</body>",
                            "</html>",
                            ""));
            assertThat(none.header("Server")).isEqualTo("awselb/2.0");
            assertThat(none.header("Content-Type")).isEqualTo("text/html");
            gateway.gateway.register(new TargetSpec("A", "127.0.0.1", 1, 0, false));
            Answer bad = RawClient.get(gateway.port(), "/");
            assertThat(bad.status()).isEqualTo(502);
            assertThat(bad.body()).hasSize(122);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Len",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "",
            })
    @Conforms(item = 29, says = "502: the target closed, reset, or sent a malformed head")
    void aMalformedAnswerIs502(String answer) throws IOException {
        try (StubTarget target = StubTarget.start(StubTarget.once(answer));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(502);
        }
    }

    @Test
    @Conforms(item = 25, says = "Answer headers of more than 32 K are 502")
    @Conforms(item = 29, says = "502: a reset, or too large headers")
    void tooLargeAnswerHeadersAndResetsAre502() throws IOException {
        try (StubTarget target =
                        StubTarget.start(StubTarget.once("HTTP/1.1 200 OK\r\nX: " + "a".repeat(33_000) + "\r\n\r\n"));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(502);
            target.script(StubTarget.once("HTTP/1.1 200 OK\r\nX: " + "a".repeat(31_000) + "\r\n\r\n"));
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(200);
            target.script(wire -> {
                String ignored = wire.readHead();
                wire.reset();
            });
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(502);
        }
    }

    @Test
    @Conforms(item = 29, says = "A target that closes in the middle of its answer breaks the client's connection too")
    void anAnswerThatBreaksOffBreaksTheClientsConnection() throws IOException {
        try (StubTarget target =
                        StubTarget.start(StubTarget.once("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.request("GET", "/"));
            assertThat(client.readHead()).contains("Content-Length: 10");
            assertThat(client.in().readAllBytes()).hasSize(4);
            assertThat(gateway.awaitLog(1).getFirst()).contains("the target closed the connection");
        }
    }

    @Test
    void anAnswerThatEndsWithItsConnectionIsWhole() throws IOException {
        try (StubTarget target = StubTarget.start(StubTarget.once("HTTP/1.1 200 OK\r\n\r\nuntil the end"));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            Answer answer = RawClient.get(gateway.port(), "/");
            assertThat(answer.body()).isEqualTo("until the end");
            assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        }
    }

    @Test
    @Conforms(item = 24, says = "504 where a target gives no answer within the idle timeout")
    @Conforms(item = 29, says = "504")
    void aSilentTargetIs504() throws IOException {
        ManualTime time = new ManualTime();
        try (StubTarget target = StubTarget.start(SILENT);
                TestGateway gateway = TestGateway.of(withAttribute("idle_timeout.timeout_seconds", "45"))
                        .time(time)
                        .target("A", target)
                        .start();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.request("GET", "/"));
            TestGateway.await(() -> target.heads().size() == 1);
            time.advance(Duration.ofSeconds(44));
            assertThat(client.in().available()).isZero();
            time.advance(Duration.ofSeconds(1));
            assertThat(client.read().status()).isEqualTo(504);
        }
    }

    @Test
    @Conforms(item = 24, says = "504 where no connection to the target comes about within 10 s")
    void aConnectionThatDoesNotComeAboutIs504() throws IOException {
        ManualTime time = new ManualTime();
        // a listener with a backlog of one that never accepts: further connections hang in SYN
        try (java.net.ServerSocket full = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                TestGateway gateway = TestGateway.of(forwardAll()).time(time).start()) {
            java.util.List<java.net.Socket> fill = new java.util.ArrayList<>();
            for (int i = 0; i < 4; i++) {
                java.net.Socket socket = new java.net.Socket();
                fill.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (IOException e) {
                    break;
                }
            }
            gateway.gateway.register(new TargetSpec("A", "127.0.0.1", full.getLocalPort(), 0, false));
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(RawClient.request("GET", "/"));
                TestGateway.await(
                        () -> gateway.gateway.group("A").targets().getFirst().outstanding() == 1);
                time.advance(Duration.ofSeconds(10));
                assertThat(client.read().status()).isEqualTo(504);
            }
            for (java.net.Socket socket : fill) {
                socket.close();
            }
        }
    }

    @Test
    @Conforms(item = 24, says = "A keep-alive connection closes after the idle timeout; 408 where nothing ever came")
    @Conforms(item = 29, says = "408")
    void silentClientsAreClosed() throws IOException {
        ManualTime time = new ManualTime();
        try (StubTarget target = StubTarget.start(StubTarget.says("ok"));
                TestGateway gateway = TestGateway.of(forwardAll())
                        .time(time)
                        .target("A", target)
                        .start();
                RawClient mute = new RawClient(gateway.port());
                RawClient slow = new RawClient(gateway.port());
                RawClient used = new RawClient(gateway.port())) {
            used.send(RawClient.request("GET", "/"));
            assertThat(used.read().body()).isEqualTo("ok");
            slow.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow");
            TestGateway.await(
                    () -> gateway.gateway.metrics().values().iterator().next().active() == 3);
            TestGateway.await(() -> {
                // again and again: what the slow client sent may come only after the first
                time.advance(Duration.ofSeconds(60));
                return hasAnswer(slow);
            });
            assertThat(mute.read().status()).isEqualTo(408);
            assertThat(mute.isAtEnd()).isTrue();
            assertThat(slow.read().status()).isEqualTo(408);
            assertThat(used.isAtEnd()).isTrue();
        }
    }

    private static boolean hasAnswer(RawClient client) {
        try {
            return client.in().available() > 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @Conforms(item = 24, says = "client_keep_alive.seconds ends a connection's use, with Connection: close")
    void theClientKeepAliveEndsAConnection() throws IOException {
        ManualTime time = new ManualTime();
        try (StubTarget target = StubTarget.start(StubTarget.says("ok"));
                TestGateway gateway = TestGateway.of(withAttribute("client_keep_alive.seconds", "100"))
                        .time(time)
                        .target("A", target)
                        .start();
                RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 2; i++) {
                client.send(RawClient.request("GET", "/"));
                assertThat(client.read().header("Connection")).isEqualTo("keep-alive");
                time.advance(Duration.ofSeconds(49));
            }
            client.send(RawClient.request("GET", "/"));
            assertThat(client.read().header("Connection")).isEqualTo("keep-alive");
            time.advance(Duration.ofSeconds(2));
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    @Conforms(
            item = 29,
            says = "460 in the log where the client left before the answer; the target's request is given up")
    void aClientThatLeavesIs460InTheLog() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try (StubTarget target = StubTarget.start(wire -> {
                    String ignored = wire.readHead();
                    int end = wire.read();
                    assertThat(end).isNegative();
                    ended.countDown();
                });
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(RawClient.request("GET", "/left"));
                TestGateway.await(() -> target.heads().size() == 1);
            }
            TestGateway.await(() -> ended.getCount() == 0);
            assertThat(gateway.awaitLog(1).getFirst()).contains(" 460 - ");
        }
    }

    @Test
    @Conforms(item = 29, says = "405 for TRACE, 400 without Host on HTTP/1.1, 463 for more than 30 forwarded addresses")
    @Conforms(item = 25, says = "More than 30 addresses in X-Forwarded-For are 463")
    void oddRequestsHaveTheirOwnCodes() throws IOException {
        try (StubTarget target = StubTarget.start(StubTarget.says("ok"));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            assertThat(RawClient.once(gateway.port(), RawClient.request("TRACE", "/"))
                            .status())
                    .isEqualTo(405);
            assertThat(RawClient.once(gateway.port(), "GET / HTTP/1.1\r\n\r\n").status())
                    .isEqualTo(400);
            assertThat(RawClient.get(gateway.port(), "/", "X-Forwarded-For: " + "1.1.1.1, ".repeat(29) + "1.1.1.1")
                            .status())
                    .isEqualTo(200);
            assertThat(RawClient.get(gateway.port(), "/", "X-Forwarded-For: " + "1.1.1.1, ".repeat(30) + "1.1.1.1")
                            .status())
                    .isEqualTo(463);
            assertThat(RawClient.once(gateway.port(), RawClient.request("POST", "/", "Transfer-Encoding: gzip"))
                            .status())
                    .isEqualTo(501);
            assertThat(target.heads()).hasSize(1);
        }
    }

    @Test
    @Conforms(item = 24, says = "The template's idle timeout is the load balancer's", state = Conforms.State.SETTING)
    void bothSidesHaveTheIdleTimeoutOfTheTemplate() throws IOException {
        ManualTime time = new ManualTime();
        String template = all(
                "- {Key: idle_timeout.timeout_seconds, Value: '5'}",
                "",
                "",
                "- {Type: forward, TargetGroupArn: !Ref A}");
        try (StubTarget target = StubTarget.start(StubTarget.says("ok"));
                TestGateway gateway =
                        TestGateway.of(template).time(time).target("A", target).start();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.request("GET", "/"));
            assertThat(client.read().body()).isEqualTo("ok");
            time.advance(Duration.ofSeconds(5));
            assertThat(client.isAtEnd()).isTrue();
        }
    }
}
