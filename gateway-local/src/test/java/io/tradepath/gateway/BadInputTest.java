package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.forwardAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no client should send: each ends in the answer of an ALB, and no target sees a part of one twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final String HOST = "Host: x\r\n";

    private StubTarget target;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        target = StubTarget.start(StubTarget.says("ok"));
        gateway = TestGateway.of(forwardAll()).target("A", target).start();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        target.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "two Content-Length that differ",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                Arguments.of(
                        "Content-Length with a sign",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: +3\r\n\r\nabc"),
                Arguments.of(
                        "Content-Length that overflows",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of("an unknown coding", 400, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: cow\r\n\r\n"),
                Arguments.of(
                        "chunked twice",
                        400,
                        "POST / HTTP/1.1\r\n" + HOST
                                + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "gzip without chunked", 501, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip\r\n\r\n"),
                Arguments.of(
                        "a header of 20 KB",
                        400,
                        "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(20_000) + "\r\n\r\n"),
                Arguments.of(
                        "70 KB of headers",
                        400,
                        "GET / HTTP/1.1\r\n" + HOST + ("X: " + "a".repeat(6990) + "\r\n").repeat(10) + "\r\n"),
                Arguments.of(
                        "a request line of 20 KB", 414, "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a request line of 20 KB without end", 414, "GET /" + "a".repeat(20_000)),
                Arguments.of(
                        "70 KB without an end",
                        400,
                        "GET / HTTP/1.1\r\n" + HOST + ("X: " + "a".repeat(6990) + "\r\n").repeat(10)),
                Arguments.of("NUL in a value", 400, "GET / HTTP/1.1\r\n" + HOST + "X: a\u0000b\r\n\r\n"),
                Arguments.of("NUL in a name", 400, "GET / HTTP/1.1\r\n" + HOST + "X\u0000Y: a\r\n\r\n"),
                Arguments.of("CR in a value", 400, "GET / HTTP/1.1\r\n" + HOST + "X: a\rb\r\n\r\n"),
                Arguments.of("NUL in the URI", 400, "GET /a\u0000b HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a line without colon", 400, "GET / HTTP/1.1\r\n" + HOST + "nonsense\r\n\r\n"),
                Arguments.of("two Hosts", 400, "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n"),
                Arguments.of("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                Arguments.of("HTTP/2 preface", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of("HTTP/3.0", 400, "GET / HTTP/3.0\r\n" + HOST + "\r\n"),
                Arguments.of("CONNECT", 400, "CONNECT example.com:443 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("TRACE", 405, "TRACE / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a method of rubbish", 400, "G\u0001T / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a path without slash", 400, "GET accounts HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void isRefusedAndReachesNoTarget(String what, int status, String request) throws IOException {
        int before = target.heads().size();
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(request);
            assertThat(client.read().status()).as(what).isEqualTo(status);
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(target.heads()).hasSize(before);
    }

    @Test
    void transferEncodingWinsOverContentLengthAndBothConnectionsEnd() throws IOException {
        try (StubTarget own = StubTarget.start(StubTarget.says("ok"));
                TestGateway defensive =
                        TestGateway.of(forwardAll()).target("A", own).start();
                RawClient client = new RawClient(defensive.port())) {
            client.send("POST /one HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n" + HOST + "\r\n");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.isAtEnd()).isTrue();
            assertThat(own.heads())
                    .singleElement()
                    .satisfies(head -> assertThat(head)
                            .contains("Transfer-Encoding: chunked")
                            .doesNotContain("Content-Length"));
            assertThat(RawClient.get(defensive.port(), "/two").status()).isEqualTo(200);
            assertThat(own.connections()).isEqualTo(2);
        }
    }

    @Test
    void aBadChunkEndsTheRequestAndTheTargetsConnection() throws IOException {
        try (StubTarget own = StubTarget.start(wire -> {
                    String ignored = wire.readHead();
                    // whatever comes of the body, it must not look complete
                    byte[] body = wire.in().readAllBytes();
                    assertThat(new String(body, java.nio.charset.StandardCharsets.US_ASCII))
                            .doesNotContain("0\r\n\r\n");
                });
                TestGateway strict =
                        TestGateway.of(forwardAll()).target("A", own).start()) {
            for (String chunk : new String[] {
                "zz\r\n",
                "3\nabc",
                "-1\r\n",
                "3\r\nabcd\r\n",
                "ffffffffffffffffff\r\n",
                "3;" + "x".repeat(2000) + "\r\n"
            }) {
                try (RawClient client = new RawClient(strict.port())) {
                    client.send("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
                    assertThat(client.read().status()).as(chunk).isEqualTo(400);
                    assertThat(client.isAtEnd()).isTrue();
                }
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderAndOnce() throws IOException {
        try (StubTarget own = StubTarget.start(wire -> {
                    while (true) {
                        String head = wire.readHead();
                        if (head.isEmpty()) {
                            return;
                        }
                        String path = head.substring(4, head.indexOf(' ', 4));
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                TestGateway piped =
                        TestGateway.of(forwardAll()).target("A", own).start();
                RawClient client = new RawClient(piped.port())) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                all.append("GET /r")
                        .append(i)
                        .append(" HTTP/1.1\r\n")
                        .append(HOST)
                        .append("\r\n");
            }
            client.send(all.toString());
            for (int i = 0; i < 300; i++) {
                assertThat(client.read().body()).isEqualTo("/r" + i);
            }
            assertThat(own.heads()).hasSize(300);
        }
    }

    @Test
    void anAbsoluteUriIsRoutedByItsOwnHostAndSentOnInOriginForm() throws IOException {
        RawClient.Answer answer =
                RawClient.once(gateway.port(), "GET http://other.test/a?b=c HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(target.heads())
                .anySatisfy(head ->
                        assertThat(head).startsWith("GET /a?b=c HTTP/1.1\r\n").contains("Host: other.test\r\n"));
    }

    @Test
    void http10IsAnsweredAndClosedUnlessItAsksToStay() throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.read().header("Connection")).isEqualTo("keep-alive");
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.read().header("Connection")).isEqualTo("close");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aHeadThatComesByteByByteIsReadAsOne() throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            for (byte b :
                    RawClient.request("GET", "/", "X-A: b").getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
                client.send(new byte[] {b});
            }
            assertThat(client.read().body()).isEqualTo("ok");
        }
    }

    @Test
    void emptyLinesBeforeARequestAreSkipped() throws IOException {
        assertThat(RawClient.once(gateway.port(), "\r\n\r\n" + RawClient.request("GET", "/"))
                        .body())
                .isEqualTo("ok");
    }
}
