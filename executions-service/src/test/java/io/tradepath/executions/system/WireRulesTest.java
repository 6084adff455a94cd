package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.executions.system.Client.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What every request and answer of the service has in common. */
class WireRulesTest {
    private static final String GOOD = """
            {"instrument":"EUR_USD","side":"BUY","units":"10","type":"MARKET","timeInForce":"FOK"}""";
    private static final Service SERVICE = Service.RUNNING;
    private static final AccountId ACCOUNT = SERVICE.accounts.open("trader-1", "USD", "100000.00");

    private final Client trader = SERVICE.client("trader-1");

    static Stream<Arguments> malformedBodies() {
        return Stream.of(
                Arguments.of("", "JSON"),
                Arguments.of("null", "JSON"),
                Arguments.of("[]", "body"),
                Arguments.of("{", "body"),
                Arguments.of(GOOD + "{}", "body"),
                Arguments.of(GOOD + " x", "body"),
                Arguments.of(with("\"stopLos\":{\"price\":\"1\"}"), "stopLos"),
                Arguments.of(with("\"units\":\"11\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "10"), "units"),
                Arguments.of(GOOD.replace("\"10\"", "1e400"), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\"1e400\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\"-0\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\"-10\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\"+10\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\"010\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\"NaN\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "NaN"), "body"),
                Arguments.of(GOOD.replace("\"10\"", "\"\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\" 10\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\"9223372036854775808\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "\"1." + "0".repeat(30) + "\""), "units"),
                Arguments.of(GOOD.replace("\"10\"", "{\"value\":\"10\"}"), "units"),
                Arguments.of(GOOD.replace("\"10\"", "null"), "units"),
                Arguments.of(GOOD.replace("\"units\":\"10\",", ""), "units"),
                Arguments.of(GOOD.replace("EUR_USD", "EURUSD"), "instrument"),
                Arguments.of(GOOD.replace("EUR_USD", "ABC_DEF"), "instrument"),
                Arguments.of(GOOD.replace("\"BUY\"", "\"buy\""), "side"),
                Arguments.of(GOOD.replace("\"BUY\"", "0"), "side"),
                Arguments.of(GOOD.replace("MARKET", "LIMITED"), "type"),
                Arguments.of(GOOD.replace("FOK", "GTX"), "timeInForce"),
                Arguments.of(GOOD.replace(",\"timeInForce\":\"FOK\"", ""), "timeInForce"),
                Arguments.of(with("\"reduceOnly\":\"true\""), "reduceOnly"),
                Arguments.of(with("\"reduceOnly\":1"), "reduceOnly"),
                Arguments.of(with("\"priceBound\":\"0\""), "priceBound"),
                Arguments.of(with("\"priceBound\":1.1"), "priceBound"),
                Arguments.of(with("\"clientOrderId\":\"\""), "clientOrderId"),
                Arguments.of(with("\"clientOrderId\":\"a b\""), "clientOrderId"),
                Arguments.of(with("\"clientOrderId\":\"\\u0000\""), "clientOrderId"),
                Arguments.of(with("\"clientOrderId\":\"" + "x".repeat(256) + "\""), "clientOrderId"),
                Arguments.of(with("\"clientOrderId\":5"), "clientOrderId"),
                Arguments.of(with("\"clientOrderId\":\"a/b\""), "clientOrderId"),
                Arguments.of(with("\"clientOrderId\":\"50%\""), "clientOrderId"),
                Arguments.of(with("\"tag\":\"\\ud800\""), "tag"),
                Arguments.of(with("\"tag\":\"" + "x".repeat(129) + "\""), "tag"),
                Arguments.of(with("\"tag\":7"), "tag"),
                Arguments.of(with("\"tag\":" + "[".repeat(33) + "]".repeat(33)), "tag"),
                Arguments.of("[".repeat(10_000), "body"));
    }

    @ParameterizedTest
    @MethodSource("malformedBodies")
    void refusesAMalformedBodyNamesTheFieldAndRecordsNothing(String body, String named) {
        Answer answer = trader.post(path(ACCOUNT, "/orders"), body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(problem(answer, "invalid-request").get("detail").asString()).contains(named);
        assertThat(answer.text())
                .doesNotContain("xception")
                .doesNotContain("tools.")
                .doesNotContain("java");
        assertThat(trader.get(path(ACCOUNT, "/orders")).json().get("orders").isEmpty())
                .isTrue();
    }

    @Test
    void refusesBrokenUtf8() {
        byte[] body = GOOD.replace("EUR_USD", "EUR\u00ffUSD").getBytes(StandardCharsets.ISO_8859_1);
        Answer answer = Client.send(trader.request(path(ACCOUNT, "/orders"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
        assertThat(answer.status()).isEqualTo(400);
        problem(answer, "invalid-request");
    }

    @Test
    void refusesABodyOfOver64KibWhetherItsLengthIsGivenOrNot() {
        String large = with("\"tag\":\"" + "x".repeat(64 * 1024) + "\"");
        Answer given = trader.post(path(ACCOUNT, "/orders"), large);
        assertThat(given.status()).isEqualTo(413);
        problem(given, "content-too-large");

        Answer chunked = Client.send(trader.request(path(ACCOUNT, "/orders"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
        assertThat(chunked.status()).isEqualTo(413);
        problem(chunked, "content-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
    void refusesAnotherContentType(String type) {
        Answer answer = Client.send(trader.request(path(ACCOUNT, "/orders"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(GOOD)));
        assertThat(answer.status()).isEqualTo(415);
        problem(answer, "unsupported-media-type");
    }

    @Test
    void refusesABodyWithoutAContentType() {
        Answer answer = Client.send(trader.request(path(ACCOUNT, "/orders")).POST(BodyPublishers.ofString(GOOD)));
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void refusesAnotherMethodAndSaysWhichThereAre() {
        Answer answer =
                Client.send(trader.request(path(ACCOUNT, "/summary")).method("PATCH", BodyPublishers.ofString("{}")));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET");
        problem(answer, "method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/executions/nothing", "/executions", "/", "/actuator/health", "/executions/accounts/%20/orders"
            })
    void answersAnUnknownPathAs404(String path) {
        Answer answer = trader.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/executions/accounts/a%2Fb/orders",
                "/executions//instruments",
                "/executions/..%2f",
                "/executions/%00"
            })
    void refusesAPathThatCouldMeanTwoThings(String path) {
        Answer answer = trader.get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).doesNotContain("xception");
    }

    @ParameterizedTest
    @CsvSource({
        "/orders?limit=0, limit",
        "/orders?limit=1001, limit",
        "/orders?limit=x, limit",
        "/orders?limit=-1, limit",
        "/orders?cursor=%21, cursor",
        "/orders?cursor=eA, cursor",
        "/orders?status=DONE, status",
        "/orders?instrument=EURUSD, instrument",
        "/fills?cursor=eA, cursor",
        "/fills?limit=0, limit",
        "/events?afterSeq=x, afterSeq",
        "/events?afterSeq=-1, afterSeq",
        "/events?limit=0, limit"
    })
    void refusesAWrongParameterAndNamesIt(String rest, String named) {
        Answer answer = trader.get(path(ACCOUNT, rest));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(problem(answer, "invalid-request").get("detail").asString()).startsWith("'" + named + "'");
    }

    @Test
    void givesEveryAnswerARequestIdAndTakesTheClients() {
        List<Answer> answers = List.of(
                trader.get("/executions/instruments"),
                trader.get("/executions/nothing"),
                trader.withToken(null).get("/executions/instruments"),
                trader.get("/executions//instruments"),
                trader.post(path(ACCOUNT, "/orders"), "{"));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.header("X-Request-Id")).isNotEmpty());
        for (String path : List.of("/executions/instruments", "/executions/nothing")) {
            Answer given = Client.send(
                    trader.request(path).header("X-Request-Id", "mine-1").GET());
            assertThat(given.header("X-Request-Id")).isEqualTo("mine-1");
        }
        Answer unfit = Client.send(trader.request("/executions/instruments")
                .header("X-Request-Id", "x".repeat(129))
                .GET());
        assertThat(unfit.header("X-Request-Id")).hasSize(36);
    }

    @Test
    void servesItsOwnHealthAndMetricsOnTheManagementPortOnly() {
        Client management = new Client(Service.managementPort(SERVICE.first), null);
        assertThat(management.get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(management.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(management.get("/actuator/prometheus").text())
                .contains("tradepath_lane_waiting")
                .contains("tradepath_outbox_rows")
                .contains("tradepath_inbox_parked_accounts");
        assertThat(management.get("/actuator/env").status()).isEqualTo(401);
        assertThat(management.get("/executions/instruments").status()).isEqualTo(401);
    }

    @Test
    void takesAnOrderWithEveryFieldOnce() {
        SERVICE.quote("EUR_USD", "1.08500", "1.08510");
        AccountId account = SERVICE.accounts.open("trader-1", "USD", "1000.00");
        Answer answer = trader.post(path(account, "/orders"), """
                {"instrument":"EUR_USD","side":"BUY","units":"10","type":"MARKET","timeInForce":"IOC",
                 "priceBound":"1.1","reduceOnly":false,"clientOrderId":"k-1","tag":"{a \\"note\\", NULL}"}""");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().get("tag").asString()).isEqualTo("{a \"note\", NULL}");
        assertThat(answer.json().get("priceBound").asString()).isEqualTo("1.1");
        assertThat(trader.get(path(account, "/orders/@k-1")).text()).isEqualTo(answer.text());
    }

    private static String with(String member) {
        return GOOD.substring(0, GOOD.length() - 1) + "," + member + "}";
    }

    private static JsonNode problem(Answer answer, String name) {
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("type").asString()).isEqualTo("https://tradepath.io/problems/" + name);
        assertThat(problem.get("status").asInt()).isEqualTo(answer.status());
        assertThat(problem.get("title").asString()).isNotEmpty();
        assertThat(problem.get("detail").asString()).isNotEmpty();
        assertThat(problem.get("instance").asString()).startsWith("/");
        return problem;
    }
}
