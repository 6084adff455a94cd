package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.backing.SharedBacking;
import io.tradepath.backing.issuer.TokenForge;
import io.tradepath.events.AccountId;
import io.tradepath.executions.system.Client.Answer;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault that a token can have, with real signatures. */
class TokensTest {
    private static final Service SERVICE = Service.RUNNING;
    private static final TokenForge FORGE = SharedBacking.issuer().forge(Clock.systemUTC());

    private final Client trader = SERVICE.client("trader-1");

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of("none", null),
                Arguments.of("no token", ""),
                Arguments.of("nonsense", "nonsense"),
                Arguments.of("three parts of nonsense", "a.b.c"),
                Arguments.of("expired", FORGE.expired("trader-1")),
                Arguments.of("of another issuer", FORGE.ofAnotherIssuer("trader-1")),
                Arguments.of("alg=none", FORGE.unsigned("trader-1")),
                Arguments.of("HS256 with the public key", FORGE.signedWithPublicKeyAsSecret("trader-1")),
                Arguments.of("signed with another key", FORGE.signedWithAnotherKey("trader-1")),
                Arguments.of("another client", forged(claims -> claims.put("client_id", "somebody"))),
                Arguments.of("no client", forged(claims -> claims.remove("client_id"))),
                Arguments.of("an id token", forged(claims -> claims.put("token_use", "id"))),
                Arguments.of("no use", forged(claims -> claims.remove("token_use"))),
                Arguments.of("no subject", forged(claims -> claims.remove("sub"))),
                Arguments.of("no end", forged(claims -> claims.remove("exp"))),
                Arguments.of("no issuer", forged(claims -> claims.remove("iss"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refusesABadToken(String fault, @Nullable String token) {
        Answer answer = trader.withToken(token).get("/executions/instruments");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").asString()).isEqualTo("https://tradepath.io/problems/unauthorized");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void refusesATokenWithoutTheScope() {
        AccountId account = SERVICE.accounts.open("trader-1", "USD", "1000.00");
        Client reader = trader.withToken(SharedBacking.issuer().token("trader-1", "orders:read"));
        Client writer = trader.withToken(SharedBacking.issuer().token("trader-1", "orders:write"));
        assertThat(reader.get("/executions/instruments").status()).isEqualTo(200);
        assertForbidden(reader.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "1", "k")));
        assertForbidden(writer.get("/executions/instruments"));
        assertForbidden(writer.get(path(account, "/orders")));
        assertForbidden(trader.get("/executions/controls/parked"));
        assertForbidden(trader.post(path(account, "/redrive").replace("accounts", "controls/parked"), ""));
        assertForbidden(
                trader.withToken(forged(claims -> claims.remove("scope"))).get("/executions/instruments"));
    }

    @Test
    void takesTheTokenOfEveryDemoClient() {
        for (String who : new String[] {"trader-1", "trader-2", "trader-3", "ops"}) {
            assertThat(SERVICE.client(who).get("/executions/instruments").status())
                    .isEqualTo(200);
        }
    }

    private static void assertForbidden(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("type").asString()).isEqualTo("https://tradepath.io/problems/insufficient-scope");
    }

    private static String forged(Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = FORGE.claims("trader-1");
        change.accept(claims);
        return FORGE.sign(claims);
    }
}
