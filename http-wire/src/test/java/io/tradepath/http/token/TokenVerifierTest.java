package io.tradepath.http.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;

/** What the verifier asks of the issuer. The faults of tokens are in each service's own tests, by the real issuer's. */
class TokenVerifierTest {
    private static final String ISSUER = "https://issuer.example";
    private static final RSAKey KEY = key("known");

    private final AtomicInteger fetched = new AtomicInteger();
    private HttpServer issuer;
    private TokenVerifier verifier;

    @BeforeEach
    void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(KEY.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        issuer.createContext("/jwks", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(200, keys.length);
            try (exchange) {
                exchange.getResponseBody().write(keys);
            }
        });
        issuer.start();
        URI jwks = URI.create(
                "http://127.0.0.1:%d/jwks".formatted(issuer.getAddress().getPort()));
        verifier = new TokenVerifier(new TokenSettings(ISSUER, jwks, Set.of("app"), ""));
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void asksForTheKeysOnceForManyTokens() throws JOSEException {
        for (int i = 0; i < 10; i++) {
            assertThat(verifier.decode(token(KEY, "user-" + i)).getSubject()).isEqualTo("user-" + i);
        }
        assertThat(fetched).hasValue(1);
    }

    @Test
    void goesOnWhileTheIssuerIsAway() throws JOSEException {
        verifier.decode(token(KEY, "user"));
        issuer.stop(0);

        assertThat(verifier.decode(token(KEY, "other")).getSubject()).isEqualTo("other");
    }

    @Test
    void saysThatItCannotKnowWhereTheIssuerWasNeverThere() throws JOSEException {
        issuer.stop(0);
        String token = token(KEY, "user");

        assertThatThrownBy(() -> verifier.decode(token))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);
    }

    @Test
    void doesNotAskTheIssuerForEachTokenOfAnUnknownKey() throws JOSEException {
        RSAKey unknown = key("unknown");
        verifier.decode(token(KEY, "user"));
        for (int i = 0; i < 10; i++) {
            String token = token(unknown, "user-" + i);
            assertThatThrownBy(() -> verifier.decode(token)).isInstanceOf(BadJwtException.class);
        }

        assertThat(fetched.get()).isLessThanOrEqualTo(3);
        assertThat(verifier.decode(token(KEY, "again")).getSubject()).isEqualTo("again");
    }

    private static String token(RSAKey key, String subject) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(subject)
                        .claim("client_id", "app")
                        .claim("token_use", "access")
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
