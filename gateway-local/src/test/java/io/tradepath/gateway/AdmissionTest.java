package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.LoadBalancer.DesyncMode;
import io.tradepath.alb.http.DesyncGuard;
import io.tradepath.alb.http.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    private static final String HOST = "Host: a\r\n";

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1,      0",
        "OPTIONS * HTTP/1.1,  0",
        "TRACE / HTTP/1.1,    405",
        "CONNECT a:1 HTTP/1.1, 400",
        "GET elsewhere HTTP/1.1, 400"
    })
    void methodAndTargetDecide(String line, int status) {
        assertThat(refusal(line, HOST)).isEqualTo(status);
    }

    @Test
    void http11NamesOneHost() {
        assertThat(refusal("GET / HTTP/1.1", "")).isEqualTo(400);
        assertThat(refusal("GET / HTTP/1.1", HOST + HOST)).isEqualTo(400);
        assertThat(refusal("GET / HTTP/1.0", "")).isZero();
    }

    @Test
    void aRequestLineOf16KIsTheLongest() {
        int rest = "GET  HTTP/1.1".length();
        String longest = "/" + "x".repeat(Admission.REQUEST_LINE_BYTES_MAX - rest - 1);
        assertThat(refusal("GET " + longest + " HTTP/1.1", HOST)).isZero();
        assertThat(refusal("GET " + longest + "x HTTP/1.1", HOST)).isEqualTo(414);
    }

    @Test
    void aHeaderOf16KIsTheLongest() {
        assertThat(refusal("GET / HTTP/1.1", HOST + "A: " + "x".repeat(16 * 1024 - 3) + "\r\n"))
                .isZero();
        assertThat(refusal("GET / HTTP/1.1", HOST + "A: " + "x".repeat(16 * 1024 - 2) + "\r\n"))
                .isEqualTo(400);
    }

    @Test
    void thirtyForwardedAddressesAreTheMost() {
        String thirty = "10.0.0.1, ".repeat(29) + "10.0.0.1";
        assertThat(refusal("GET / HTTP/1.1", HOST + "X-Forwarded-For: " + thirty + "\r\n"))
                .isZero();
        assertThat(refusal("GET / HTTP/1.1", HOST + "X-Forwarded-For: " + thirty + ", 10.0.0.1\r\n"))
                .isEqualTo(463);
    }

    @Test
    void aCodingThatIsNotKnownIsNotImplemented() {
        assertThat(refusal("POST / HTTP/1.1", HOST + "Transfer-Encoding: gzip\r\n", DesyncMode.MONITOR))
                .isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource({"MONITOR, 0", "DEFENSIVE, 400", "STRICTEST, 400"})
    void aSevereRequestIsRefusedByTheMode(DesyncMode mode, int status) {
        assertThat(refusal("POST / HTTP/1.1", HOST + "Content-Length: 1\r\nContent-Length: 2\r\n", mode))
                .isEqualTo(status);
    }

    private static int refusal(String line, String headers) {
        return refusal(line, headers, DesyncMode.DEFENSIVE);
    }

    private static int refusal(String line, String headers, DesyncMode mode) {
        RequestHead head = RequestHead.of(line + "\r\n" + headers + "\r\n");
        return Admission.refusal(head, DesyncGuard.inspect(head), mode);
    }
}
