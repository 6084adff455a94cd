package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Answer;
import io.tradepath.system.client.Api;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Through the gateway, against the real issuer: what is refused is refused with a problem that names it, and nothing else
 * changes. Each service's own tests go through the rest of the cases.
 */
@Order(Suites.SIMULATED)
class BadInputTest {
    private RunningSuite suite;
    private Api api;

    @BeforeEach
    void start() {
        suite = Suites.simulated();
        api = new Api(suite.gateway(), suite.issuer());
    }

    static List<String> ownedPaths() {
        return List.of(
                "/accounts/{id}",
                "/accounts/{id}/transactions",
                "/accounts/{id}/events",
                "/executions/accounts/{id}/orders",
                "/executions/accounts/{id}/orders/@some-order",
                "/executions/accounts/{id}/fills",
                "/executions/accounts/{id}/positions",
                "/executions/accounts/{id}/summary",
                "/executions/accounts/{id}/events");
    }

    @ParameterizedTest
    @MethodSource("ownedPaths")
    void anotherOwnersAccountIsNotFound(String path) throws Exception {
        String account = api.openAccount("trader-1", "USD");
        Answer answer = api.get("trader-2", path.replace("{id}", account));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void anotherOwnerCanNeitherDepositNorTrade() throws Exception {
        String account = api.openAccount("trader-1", "USD");
        assertThat(api.deposit("trader-2", account, "100", Identifiers.next()).status())
                .isEqualTo(404);
        assertThat(api.order("trader-2", account, Api.market("EUR_USD", "BUY", "1000", Identifiers.next()))
                        .status())
                .isEqualTo(404);
        assertThat(api.get("trader-1", "/accounts/" + account).text("balance")).isEqualTo("0.00");
    }

    static Stream<String> pathsThatNeedAToken() {
        return Stream.of("/accounts", "/executions/instruments", "/feed/quotes");
    }

    @ParameterizedTest
    @MethodSource("pathsThatNeedAToken")
    void refusesNoTokenAndATokenThatWasAlteredAndOneWithoutTheScope(String path) throws Exception {
        HttpRequest.Builder bare = HttpRequest.newBuilder(suite.gateway().resolve(path));
        assertThat(api.send(bare.build()).status()).isEqualTo(401);

        String token = api.token("trader-1");
        String altered = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
        assertThat(api.send(withToken(path, altered)).status()).isEqualTo(401);
        assertThat(api.send(withToken(path, unsigned(token))).status()).isEqualTo(401);

        String otherScope = api.fetchToken("trader-1", path.startsWith("/feed") ? "orders:read" : "feed:read");
        assertThat(api.send(withToken(path, otherScope)).status()).isEqualTo(403);
    }

    static Stream<Map<String, String>> wrongOrders() {
        Map<String, String> good = Api.market("EUR_USD", "BUY", "1000", "wrong-order");
        return Stream.of(
                with(good, "stopLos", "1.05"),
                with(good, "units", "1e3"),
                with(good, "units", "-0"),
                with(good, "units", "NaN"),
                with(good, "side", "HOLD"),
                with(good, "type", "MAGIC"),
                with(good, "instrument", "EURUSD"),
                with(good, "clientOrderId", ""));
    }

    @ParameterizedTest
    @MethodSource("wrongOrders")
    void aMalformedOrderIsRefusedAndItsKeyIsNotUsedUp(Map<String, String> order) throws Exception {
        String account = api.openAccount("trader-1", "USD");
        Answer refused = api.order("trader-1", account, order);
        assertThat(refused.status()).as("%s", refused.body()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(refused.text("detail")).isNotBlank();
        assertThat(api.get("trader-1", "/executions/accounts/" + account + "/orders")
                        .expect(200)
                        .body()
                        .path("orders"))
                .isEmpty();
    }

    private HttpRequest withToken(String path, String token) {
        URI uri = suite.gateway().resolve(path);
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    /** The same claims under {@code alg: none}. */
    private static String unsigned(String token) {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        return header + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
    }

    private static Map<String, String> with(Map<String, String> order, String field, String value) {
        var changed = new TreeMap<>(order);
        changed.put(field, value);
        return changed;
    }
}
