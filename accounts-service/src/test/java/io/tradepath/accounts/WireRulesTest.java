package io.tradepath.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.accounts.Api.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the wire, where a request breaks it. */
class WireRulesTest {
    private static final String JSON = "application/json";
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final Api trader = Instance.first().api().as(Api.TRADER);
    private final Api ops = Instance.first().api().as(Api.OPS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"currency\":\"USD\",\"alias\":\"a\",\"stopLoss\":1}            | 'stopLoss': unknown field",
                "{\"currency\":\"USD\",\"alias\":\"a\",\"alias\":\"b\"}           | 'alias': given twice",
                "{\"currency\":\"USD\",\"alias\":5}                               | 'alias': must be a string",
                "{\"currency\":\"USD\",\"alias\":true}                            | 'alias': must be a string",
                "{\"currency\":\"USD\",\"alias\":[\"a\"]}                         | 'alias': must be a string",
                "{\"currency\":\"USD\",\"alias\":{}}                              | 'alias': must be a string",
                "{\"currency\":\"USD\",\"alias\":null}                            | 'alias': required, not null",
                "{\"currency\":\"USD\"}                                           | 'alias': required, not null",
                "{\"alias\":\"a\"}                                                | 'currency': required, not null",
                "{\"currency\":\"usd\",\"alias\":\"a\"}                           | 'currency': must be one of AUD, ",
                "{\"currency\":\"XAU\",\"alias\":\"a\"}                           | 'currency': must be one of AUD, ",
                "{\"currency\":\"USD\",\"alias\":\"\"}                            | 'alias': 1 to 64 characters",
                "{\"currency\":\"USD\",\"alias\":\"\\u0000\"}                     | 'alias': control characters",
                "{\"currency\":\"USD\",\"alias\":\"\\ud800\"}                     | 'alias': control characters",
                "{\"currency\":\"USD\",\"alias\":\"a\"} {}                        | the body: must be one JSON object",
                "{\"currency\":\"USD\",\"alias\":\"a\"} x                         | the body: not JSON",
                "{\"currency\":\"USD\",\"alias\":\"a\"                            | the body: not JSON",
                "{'currency':'USD'}                                               | the body: not JSON",
                "[]                                                               | the body: must be one JSON object",
                "\"text\"                                                         | the body: must be one JSON object",
                "NaN                                                              | the body: not JSON",
                "{\"a\":NaN}                                                      | the body: not JSON",
            })
    void refusesABodyAndNamesTheField(String body, String detail) {
        Answer refused = trader.post("/accounts", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("invalid-request");
        assertThat(refused.detail()).startsWith(detail);
        assertNamesNoClass(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null"})
    void refusesABodyThatIsNotThere(String body) {
        Answer refused = trader.post("/accounts", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("invalid-request");
    }

    @Test
    void refusesANumberWhereADecimalStringBelongs() {
        String path = "/accounts/%s/deposits".formatted(trader.openAccount("USD"));

        for (String number : new String[] {"100", "1e400", "0.1", "-0", "9223372036854775808"}) {
            Answer refused = trader.post(path, "{\"amount\":%s}".formatted(number), "Idempotency-Key", "k");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.detail()).isEqualTo("'amount': must be a string");
        }
    }

    @Test
    void refusesAnUnknownStatusAndNamesTheKnown() {
        String path = "/accounts/" + trader.openAccount("USD");

        assertThat(ops.patch(path, "{\"status\":\"FROZEN\"}").detail())
                .isEqualTo("'status': must be one of ACTIVE, CLOSE_ONLY, LOCKED, CLOSED");
        assertThat(ops.patch(path, "{\"status\":1}").status()).isEqualTo(400);
        assertThat(ops.patch(path, "{\"status\":\"LOCKED\"}").status()).isEqualTo(400);
        assertThat(ops.patch(path, "{}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 1_000, 10_000})
    void refusesDeepNesting(int depth) {
        Answer refused = trader.post("/accounts", "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("invalid-request");
        assertNamesNoClass(refused);
    }

    @Test
    void refusesBrokenUtf8() {
        byte[] body = "{\"currency\":\"USD\",\"alias\":\"_\"}".getBytes(UTF_8);
        body[body.length - 3] = (byte) 0xC3;

        Answer refused = trader.send("POST", "/accounts", body, "Content-Type", JSON);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).startsWith("'alias': not JSON in UTF-8 (line 1, ");
    }

    @Test
    void takesABodyOfTheLimitAndRefusesOneByteMore() {
        String json = "{\"currency\":\"USD\",\"alias\":\"a\"}";
        String atLimit = json + " ".repeat(BODY_BYTES_MAX - json.length());

        assertThat(trader.post("/accounts", atLimit).status()).isEqualTo(201);
        Answer refused = trader.post("/accounts", atLimit + " ");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.problem()).isEqualTo("content-too-large");
    }

    @Test
    void refusesALongBodyWhoseLengthWasNotAnnounced() throws IOException {
        String head = "POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\nConnection: close\r\nAuthorization: Bearer "
                + Api.token(Api.TRADER) + "\r\n\r\n";
        String chunk = " ".repeat(BODY_BYTES_MAX + 1);

        String answer = raw(head + Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("content-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "application/jsonx"})
    void refusesAnotherContentType(String type) {
        Answer refused = trader.send(
                "POST", "/accounts", "{\"currency\":\"USD\",\"alias\":\"a\"}".getBytes(UTF_8), "Content-Type", type);

        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.problem()).isEqualTo("unsupported-media-type");
    }

    @Test
    void refusesABodyWithoutAContentType() {
        assertThat(trader.send("POST", "/accounts", "{}".getBytes(UTF_8)).status())
                .isEqualTo(415);
    }

    @Test
    void refusesAMethodThatAPathHasNot() {
        Answer refused = trader.send("DELETE", "/accounts", new byte[0]);

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.problem()).isEqualTo("method-not-allowed");
        assertThat(refused.header("allow")).contains("GET").contains("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/accounts/x/unknown",
                "/unknown",
                "/",
                "/accounts/",
                "/error",
                "/actuator/health",
                "/actuator/prometheus",
                "/v3/api-docs.json"
            })
    void answersAnUnknownPathAsNotFound(String path) {
        Answer refused = trader.get(path);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.problem()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%C3", "a%20b", "..%2f..", "%22", "x\u00fc"})
    void answersAStrangeIdWithAClearError(String id) throws IOException {
        String answer =
                raw("GET /accounts/" + id + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                        + Api.token(Api.TRADER) + "\r\n\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 40[04] .*")
                .contains("https://tradepath.io/problems/")
                .containsIgnoringCase("x-request-id: ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '|',
            value = {
                "limit=0|        \'limit': 1 to 1000",
                "limit=1001|     \'limit': 1 to 1000",
                "limit=x|        \'limit': not valid",
                "cursor=%00|     \'cursor': not one that was given out",
                "cursor=!!|      \'cursor': not one that was given out",
                "cursor=AA|      \'cursor': not one that was given out",
                "status=FROZEN|  \'status': not valid",
                "currency=XXX|   \'currency': must be one of AUD",
                "owner=%00|      \'owner': control characters are not taken"
            })
    void refusesAQueryAndNamesTheParameter(String query, String detail) {
        Answer refused = ops.get("/accounts?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).startsWith(detail);
    }

    @ParameterizedTest
    @CsvSource({
        "transactions?from=yesterday, from",
        "transactions?type=GIFT,      type",
        "transactions?cursor=eA,      cursor",
        "events?afterSeq=-1,          afterSeq",
        "events?afterSeq=x,           afterSeq",
        "events?cursor=eA,            cursor"
    })
    void refusesAQueryBelowAnAccount(String query, String parameter) {
        Answer refused = trader.get("/accounts/%s/%s".formatted(trader.openAccount("USD"), query));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).startsWith("'" + parameter + "': ");
    }

    @Test
    void answersWhatCannotBeWrittenAsAskedFor() {
        Answer refused = trader.get("/accounts", "Accept", "application/pdf");

        assertThat(refused.status()).isEqualTo(406);
        assertThat(refused.problem()).isEqualTo("not-acceptable");
    }

    @Test
    void echoesTheClientsRequestId() {
        assertThat(trader.get("/accounts", "X-Request-Id", "my-id~1").header("x-request-id"))
                .isEqualTo("my-id~1");
    }

    @Test
    void makesARequestIdWhereTheClientsIsNone() {
        String made = trader.get("/accounts").header("x-request-id");
        assertThat(made).hasSize(36);
        assertThat(trader.get("/accounts", "X-Request-Id", "x".repeat(129)).header("x-request-id"))
                .hasSize(36);
        assertThat(trader.get("/accounts", "X-Request-Id", "a b").header("x-request-id"))
                .hasSize(36);
    }

    @Test
    void errorsCarryTheRequestIdToo() {
        Api nobody = Instance.first().api();

        assertThat(nobody.get("/accounts", "X-Request-Id", "id-401").header("x-request-id"))
                .isEqualTo("id-401");
        assertThat(trader.get("/accounts/none", "X-Request-Id", "id-404").header("x-request-id"))
                .isEqualTo("id-404");
        assertThat(trader.post("/accounts", "{", "X-Request-Id", "id-400").header("x-request-id"))
                .isEqualTo("id-400");
    }

    @Test
    void namesThePathInAProblem() {
        assertThat(trader.get("/accounts/none").json().get("instance").asString())
                .isEqualTo("/accounts/none");
        assertThat(trader.get("/accounts/none").json().get("status").asInt()).isEqualTo(404);
        assertThat(trader.get("/accounts/none").json().get("title").asString()).isEqualTo("Account not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /accounts HTTP/1.1\r\n\r\n",
                "GET /accounts HTTP/9.9\r\nHost: x\r\n\r\n",
                "GE\0T /accounts HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET //accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /accounts;x=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "TRACE /accounts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            })
    void answersAMalformedRequestAsAProblem(String request) throws IOException {
        String answer = raw(request);

        assertThat(answer)
                .matches("(?s)HTTP/1.1 (4\\d\\d|505) .*")
                .contains("https://tradepath.io/problems/")
                .containsIgnoringCase("x-request-id: ")
                .doesNotContain("org.eclipse");
    }

    @Test
    void answersAHeadThatIsTooLongAsAProblem() throws IOException {
        String answer = raw("GET /accounts HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("https://tradepath.io/problems/");
    }

    private static void assertNamesNoClass(Answer answer) {
        assertThat(answer.body()).doesNotContain("java", "io.tradepath.accounts", "tools.jackson", "OpenAccount");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), Instance.first().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.shutdownOutput();
            try (InputStream answer = socket.getInputStream()) {
                return new String(answer.readAllBytes(), UTF_8);
            }
        }
    }
}
