package io.tradepath.backing.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tradepath.backing.BackingProcess;
import io.tradepath.backing.SharedBacking;
import io.tradepath.backing.state.BackingException;
import io.tradepath.backing.state.LoopbackPort;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

class LocalIssuerTest {
    private static final String ALL_BUT_OPS =
            "accounts:read accounts:write feed:read funding:write orders:read orders:write";

    private final LocalIssuer issuer = SharedBacking.issuer();

    @Test
    void givesAccessTokensOfCognitosShape() throws ParseException {
        SignedJWT token = SignedJWT.parse(issuer.token("trader-1"));

        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(token.getHeader().getKeyID()).isNotBlank();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder(
                        "iss", "sub", "client_id", "token_use", "version", "scope", "iat", "exp", "jti");
        assertThat(claims.getIssuer()).isEqualTo(issuer.issuer());
        assertThat(claims.getSubject()).isEqualTo("trader-1");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("trader-1");
        assertThat(claims.getStringClaim("token_use")).isEqualTo("access");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource({
        "trader-1, " + ALL_BUT_OPS,
        "trader-2, " + ALL_BUT_OPS,
        "trader-3, " + ALL_BUT_OPS,
        "ops, accounts:read accounts:write feed:read funding:write ops orders:read orders:write",
    })
    void givesAllScopesOfTheClientWhenNoneIsAskedFor(String client, String scopes) throws ParseException {
        assertThat(scopeOf(issuer.token(client))).isEqualTo(scopes);
    }

    @Test
    void givesTheScopesThatAreAskedFor() throws ParseException {
        assertThat(scopeOf(issuer.token("trader-1", "orders:read feed:read"))).isEqualTo("feed:read orders:read");
    }

    @Test
    void refusesAScopeThatIsNotTheClients() {
        assertThatThrownBy(() -> issuer.token("trader-1", "ops"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("invalid_scope");
    }

    @ParameterizedTest
    @CsvSource({"trader-1:wrong", "nobody:secret", "trading-app:secret"})
    void refusesWhoIsNotAClient(String credentials) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/oauth2/token"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void keepsItsKeySoThatTokensOutliveARestart(@TempDir Path directory) throws Exception {
        int port = LoopbackPort.anyFree();
        String token;
        try (LocalIssuer first = LocalIssuer.start(directory, port, "http://localhost:9000")) {
            token = first.token("trader-1");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("signing-key.json"))))
                .isEqualTo("rw-------");
        try (LocalIssuer second = LocalIssuer.start(directory, port, "http://localhost:9000")) {
            assertThat(decoder(second).decode(token).getSubject()).isEqualTo("trader-1");
        }
    }

    @Test
    void keepsItsKeyWhenKilled(@TempDir Path directory) throws Exception {
        int port = LoopbackPort.anyFree();
        URI keys = URI.create("http://127.0.0.1:%d/oauth2/jwks".formatted(port));
        BackingProcess killed = BackingProcess.startReady("issuer", directory, port);
        String before = send(HttpRequest.newBuilder(keys).build()).body();

        killed.kill();

        try (BackingProcess _ = BackingProcess.startReady("issuer", directory, port)) {
            assertThat(send(HttpRequest.newBuilder(keys).build()).body()).isEqualTo(before);
        }
    }

    @Test
    void describesItselfUnderItsName() throws Exception {
        String description = send(HttpRequest.newBuilder(uri("/.well-known/openid-configuration"))
                        .build())
                .body();
        assertThat(description).contains("\"issuer\":\"" + issuer.issuer() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:5173", "http://localhost:8080", "http://127.0.0.1:40000"})
    void letsPagesOfThisMachineReadTokens(String origin) throws Exception {
        assertThat(preflight(origin).headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "http://localhost.example.com:5173", "null"})
    void letsNoOtherPageReadTokens(String origin) throws Exception {
        assertThat(preflight(origin).statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return send(HttpRequest.newBuilder(uri("/oauth2/token"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .build());
    }

    @Test
    void forgesATokenThatIsGood() {
        TokenForge forge = issuer.forge(Clock.systemUTC());
        assertThat(decoder(issuer).decode(forge.sign(forge.claims("trader-1"))).getSubject())
                .isEqualTo("trader-1");
    }

    static Stream<Named<BiFunction<TokenForge, String, String>>> faults() {
        return Stream.of(
                Named.of("expired", TokenForge::expired),
                Named.of("of another issuer", TokenForge::ofAnotherIssuer),
                Named.of("unsigned", TokenForge::unsigned),
                Named.of("public key as secret", TokenForge::signedWithPublicKeyAsSecret),
                Named.of("another key", TokenForge::signedWithAnotherKey));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void forgesTokensThatACheckerRefuses(BiFunction<TokenForge, String, String> fault) {
        String token = fault.apply(issuer.forge(Clock.systemUTC()), "trader-1");
        assertThatThrownBy(() -> decoder(issuer).decode(token)).isInstanceOf(JwtException.class);
    }

    @Test
    void namesThePortThatAnotherProgramHas(@TempDir Path directory) {
        int port = uri("/").getPort();
        assertThatThrownBy(() -> LocalIssuer.start(directory, port, "http://localhost:" + port))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("port " + port);
    }

    @Test
    void refusesAnIssuerThatIsNoUrl() {
        assertThatThrownBy(() -> new IssuerAddress(InetAddress.getLoopbackAddress(), 9000, "localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("localhost");
    }

    private static NimbusJwtDecoder decoder(LocalIssuer issuer) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(issuer.jwksUri())
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(issuer.issuer()));
        return decoder;
    }

    private static String scopeOf(String token) throws ParseException {
        return SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("scope");
    }

    private URI uri(String path) {
        return URI.create(issuer.jwksUri()).resolve(path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
