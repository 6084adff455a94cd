package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.accounts.Api.Answer;
import io.tradepath.backing.SharedBacking;
import io.tradepath.backing.issuer.TokenForge;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault that a token can have, against the real issuer and its key. */
class TokensTest {
    private static final TokenForge FORGE = SharedBacking.issuer().forge(Clock.systemUTC());

    private final Api nobody = Instance.first().api();

    static Stream<Arguments> badTokens() {
        return Stream.of(
                Arguments.of("expired", FORGE.expired(Api.TRADER)),
                Arguments.of("of another issuer", FORGE.ofAnotherIssuer(Api.TRADER)),
                Arguments.of("alg=none", FORGE.unsigned(Api.TRADER)),
                Arguments.of("HS256 with the public key", FORGE.signedWithPublicKeyAsSecret(Api.TRADER)),
                Arguments.of("another's key under the same id", FORGE.signedWithAnotherKey(Api.TRADER)),
                Arguments.of("another application", FORGE.sign(changed("client_id", "stranger"))),
                Arguments.of("not for access", FORGE.sign(changed("token_use", "id"))),
                Arguments.of("no use at all", FORGE.sign(without("token_use"))),
                Arguments.of("no application", FORGE.sign(without("client_id"))),
                Arguments.of("no subject", FORGE.sign(without("sub"))),
                Arguments.of("no expiry", FORGE.sign(without("exp"))),
                Arguments.of("not a token", "abc"),
                Arguments.of("three dots", "a.b.c"),
                Arguments.of("cut short", Api.token(Api.TRADER).substring(0, 200)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refusesABadToken(String fault, String token) {
        Answer refused = nobody.with(token).get("/accounts");

        assertThat(refused.status()).as(fault).isEqualTo(401);
        assertThat(refused.problem()).isEqualTo("unauthorized");
        assertThat(refused.header("www-authenticate")).startsWith("Bearer").contains("invalid_token");
    }

    @Test
    void refusesARequestWithoutAToken() {
        Answer refused = nobody.get("/accounts");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.problem()).isEqualTo("unauthorized");
        assertThat(refused.header("www-authenticate")).startsWith("Bearer");
    }

    @Test
    void takesNoTokenFromTheQuery() {
        assertThat(nobody.get("/accounts?access_token=" + Api.token(Api.TRADER)).status())
                .isEqualTo(401);
    }

    @Test
    void goesOnRefusingATokenThatItHasSeen() {
        String expired = FORGE.expired(Api.TRADER);

        assertThat(nobody.with(expired).get("/accounts").status()).isEqualTo(401);
        assertThat(nobody.with(expired).get("/accounts").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,   /accounts,                                  accounts:read",
        "GET,   /accounts/x,                                accounts:read",
        "GET,   /accounts/x/transactions,                   accounts:read",
        "GET,   /accounts/x/events,                         accounts:read",
        "POST,  /accounts,                                  accounts:write",
        "PATCH, /accounts/x,                                accounts:write",
        "POST,  /accounts/x/deposits,                       funding:write",
        "GET,   /accounts/ledger/trial-balance,             ops",
        "GET,   /accounts/controls/parked,                  ops",
        "POST,  /accounts/controls/parked/x/redrive,        ops"
    })
    void wantsTheScopeOfEachEndpoint(String method, String path, String scope) {
        String all = "accounts:read accounts:write funding:write orders:read orders:write feed:read ops";
        String allButOne = all.replace(scope, "").replace("  ", " ").strip();

        Answer refused = nobody.with(FORGE.sign(changed("scope", allButOne))).send(method, path, new byte[0]);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("insufficient-scope");
        Answer taken = nobody.with(FORGE.sign(changed("scope", scope))).send(method, path, new byte[0]);
        assertThat(taken.status()).isNotIn(401, 403);
    }

    @Test
    void aTokenWithoutScopesMayNothing() {
        assertThat(nobody.with(FORGE.sign(without("scope"))).get("/accounts").status())
                .isEqualTo(403);
    }

    private static Map<String, Object> changed(String claim, Object value) {
        Map<String, Object> claims = FORGE.claims(Api.TRADER);
        claims.put(claim, value);
        return claims;
    }

    private static Map<String, Object> without(String claim) {
        Map<String, Object> claims = FORGE.claims(Api.TRADER);
        claims.remove(claim);
        return claims;
    }
}
