package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.forwardAll;
import static io.tradepath.gateway.Templates.withAttribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.gateway.RawClient.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderConformanceTest {

    /** The head that a target gets for a request. */
    private static String forwarded(String template, String request) throws IOException {
        try (StubTarget target = StubTarget.start(StubTarget.says("ok"));
                TestGateway gateway =
                        TestGateway.of(template).target("A", target).start()) {
            assertThat(RawClient.once(gateway.port(), request).status()).isEqualTo(200);
            return target.heads()
                    .getFirst()
                    .replace(":" + gateway.port(), ":PORT")
                    .replace("X-Forwarded-Port: " + gateway.port(), "X-Forwarded-Port: PORT");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "append   | 203.0.113.7, 10.0.0.1 | X-Forwarded-For: 203.0.113.7, 10.0.0.1, 127.0.0.1",
                "append   |                       | X-Forwarded-For: 127.0.0.1",
                "preserve | 203.0.113.7           | X-Forwarded-For: 203.0.113.7",
                "remove   | 203.0.113.7           | ",
            })
    @Conforms(item = 19, says = "X-Forwarded-For is appended to (default), preserved or removed")
    void forwardedForFollowsItsMode(String mode, String sent, String expected) throws IOException {
        String request = sent == null
                ? RawClient.request("GET", "/")
                : RawClient.request("GET", "/", "X-Forwarded-For: " + sent);
        String head = forwarded(withAttribute("routing.http.xff_header_processing.mode", mode), request);
        if (expected == null) {
            assertThat(head).doesNotContain("X-Forwarded-For");
        } else {
            assertThat(head).contains("\r\n" + expected + "\r\n");
        }
    }

    @Test
    @Conforms(item = 19, says = "X-Forwarded-For lines of the client become one; the client's port by attribute")
    void severalForwardedForLinesBecomeOne() throws IOException {
        String head = forwarded(
                withAttribute("routing.http.xff_client_port.enabled", "true"),
                RawClient.request("GET", "/", "X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 2.2.2.2"));
        assertThat(head).containsPattern("\r\nX-Forwarded-For: 1\\.1\\.1\\.1, 2\\.2\\.2\\.2, 127\\.0\\.0\\.1:\\d+\r\n");
    }

    @Test
    @Conforms(
            item = 19,
            says = "X-Forwarded-Proto and -Port are the load balancer's; none of -Host and -Prefix is added")
    void protoAndPortAreOurs() throws IOException {
        String head = forwarded(
                forwardAll(),
                RawClient.request(
                        "GET", "/", "X-Forwarded-Proto: https", "X-Forwarded-Port: 1", "X-Forwarded-Host: h"));
        assertThat(head)
                .contains("\r\nX-Forwarded-Proto: http\r\n")
                .contains("\r\nX-Forwarded-Port: PORT\r\n")
                .contains("\r\nX-Forwarded-Host: h\r\n")
                .doesNotContain("X-Forwarded-Prefix");
    }

    @Test
    @Conforms(item = 20, says = "X-Amzn-Trace-Id: a Root where there is none")
    void aTraceIdIsMadeWhereThereIsNone() throws IOException {
        assertThat(forwarded(forwardAll(), RawClient.request("GET", "/")))
                .containsPattern("\r\nX-Amzn-Trace-Id: Root=1-[0-9a-f]{8}-[0-9a-f]{24}\r\n");
    }

    @Test
    @Conforms(item = 20, says = "X-Amzn-Trace-Id with a Root: Self is put before it, other fields are kept")
    void selfIsPutBeforeAGivenRoot() throws IOException {
        String root = "Root=1-67891233-abcdef012345678912345678";
        assertThat(forwarded(
                        forwardAll(), RawClient.request("GET", "/", "X-Amzn-Trace-Id: " + root + ";CalledFrom=app")))
                .containsPattern(
                        "\r\nX-Amzn-Trace-Id: Self=1-[0-9a-f]{8}-[0-9a-f]{24};" + root + ";CalledFrom=app\r\n");
        assertThat(forwarded(forwardAll(), RawClient.request("GET", "/", "X-Amzn-Trace-Id: Self=1-1-1;" + root)))
                .containsPattern("\r\nX-Amzn-Trace-Id: Self=1-[0-9a-f]{8}-[0-9a-f]{24};" + root + "\r\n");
        assertThat(forwarded(forwardAll(), RawClient.request("GET", "/", "X-Amzn-Trace-Id: CalledFrom=app")))
                .containsPattern("\r\nX-Amzn-Trace-Id: Root=1-[0-9a-f]{8}-[0-9a-f]{24};CalledFrom=app\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "example.com:8080, example.com:8080",
        "example.com:80, example.com",
        "example.com:443, example.com",
        "MiXed.Example, MiXed.Example",
    })
    @Conforms(item = 21, says = "Host goes on as the client sent it, ports 80 and 443 left out")
    void hostGoesOn(String sent, String expected) throws IOException {
        assertThat(forwarded(forwardAll(), RawClient.request("GET", "/", "hOsT: " + sent)))
                .contains("\r\nhOsT: " + expected + "\r\n");
    }

    @Test
    @Conforms(
            item = 21,
            says = "routing.http.preserve_host_header.enabled keeps the port too",
            state = Conforms.State.SETTING)
    void theHostHeaderCanBePreserved() throws IOException {
        assertThat(forwarded(
                        withAttribute("routing.http.preserve_host_header.enabled", "true"),
                        RawClient.request("GET", "/", "Host: example.com:443")))
                .contains("\r\nHost: example.com:443\r\n");
    }

    @Test
    @Conforms(item = 22, says = "Header names go on as the client wrote them, in order, repeated ones too")
    void namesKeepTheirCaseAndOrder() throws IOException {
        String head = forwarded(
                forwardAll(), RawClient.request("GET", "/a%2Fb?q=%20", "x-ONE: 1", "X-one: 2", "Accept: text/*;q=0.5"));
        assertThat(head)
                .startsWith("GET /a%2Fb?q=%20 HTTP/1.1\r\n")
                .contains("x-ONE: 1\r\nX-one: 2\r\nAccept: text/*;q=0.5\r\n");
    }

    @Test
    @Conforms(item = 22, says = "Hop-by-hop headers are dropped in both directions, those that Connection names too")
    void hopByHopHeadersAreDropped() throws IOException {
        try (StubTarget target = StubTarget.start(StubTarget.once(
                        "HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
                                + "X-Kept: 1\r\nContent-Length: 2\r\n\r\nok"));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            Answer answer = RawClient.get(
                    gateway.port(),
                    "/",
                    "Connection: keep-alive, X-Mine",
                    "X-Mine: 1",
                    "Keep-Alive: 5",
                    "TE: trailers",
                    "Proxy-Connection: x",
                    "Upgrade: h2c",
                    "X-Other: 2");
            assertThat(target.heads().getFirst())
                    .contains("X-Other: 2")
                    .doesNotContain("X-Mine", "Keep-Alive", "TE:", "Proxy-Connection", "Upgrade", "Connection:");
            assertThat(answer.head()).contains("X-Kept: 1").doesNotContain("X-Hop", "Keep-Alive:");
            assertThat(answer.header("Connection")).isEqualTo("keep-alive");
        }
    }

    @Test
    @Conforms(item = 22, says = "Expect: 100-continue is answered at once")
    void expectIsAnsweredAtOnce() throws IOException {
        try (StubTarget target = StubTarget.start(StubTarget.says("ok"));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.request("POST", "/", "Content-Length: 4", "Expect: 100-continue"));
            assertThat(client.read().status()).isEqualTo(100);
            client.send("body");
            assertThat(client.read().body()).isEqualTo("ok");
            assertThat(target.received()).endsWith("\r\n\r\nbody").doesNotContain("Expect");
        }
    }

    @Test
    @Conforms(item = 22, says = "Bodies stream both ways, chunked or by length, and reach an HTTP/1.0 client unchunked")
    void bodiesAreReframedForEachSide() throws IOException {
        try (StubTarget target = StubTarget.start(wire -> {
                    while (true) {
                        String head = wire.readHead();
                        if (head.isEmpty()) {
                            return;
                        }
                        byte[] body = wire.readBody(head);
                        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.length) + "\r\n");
                        wire.send(body);
                        wire.send(body.length == 0 ? "\r\n" : "\r\n0\r\n\r\n");
                    }
                });
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            assertThat(RawClient.once(
                                    gateway.port(),
                                    RawClient.request("POST", "/", "Transfer-Encoding: chunked")
                                            + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n")
                            .body())
                    .isEqualTo("abcde");
            try (RawClient old = new RawClient(gateway.port())) {
                old.send("POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nabcde");
                Answer answer = old.read();
                assertThat(answer.head()).doesNotContain("chunked").contains("Connection: close");
                assertThat(answer.body()).isEqualTo("abcde");
            }
        }
    }

    @Test
    @Conforms(
            item = 23,
            says = "drop_invalid_header_fields: names of other characters than letters, digits and hyphen are dropped",
            state = Conforms.State.SETTING)
    void invalidHeaderFieldsCanBeDropped() throws IOException {
        String request = RawClient.request("GET", "/", "X_Under: 1", "X-Fine: 2");
        assertThat(forwarded(withAttribute("routing.http.drop_invalid_header_fields.enabled", "true"), request))
                .contains("X-Fine: 2")
                .doesNotContain("X_Under");
        assertThat(forwarded(forwardAll(), request)).contains("X_Under: 1");
    }
}
