package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpsAndTokensTest {

    private static final String ISSUER = "https://issuer.test";

    private final ManualTime time = new ManualTime();
    private final AtomicInteger fetches = new AtomicInteger();
    private RSAKey key;
    private volatile String keys;
    private volatile int keysStatus = 200;
    private HttpServer issuer;
    private StubTarget target;

    HttpsAndTokensTest() throws JOSEException, IOException {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        keys = new JWKSet(key.toPublicJWK()).toString();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target = StubTarget.start(StubTarget.says("ok"));
    }

    @BeforeEach
    void start() {
        issuer.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = keys.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(keysStatus, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
    }

    @AfterEach
    void stop() throws IOException {
        issuer.stop(0);
        target.close();
    }

    private String template(String moreConfig) {
        return Templates.forwardAll()
                .replace(
                        "Protocol: HTTP\n      DefaultActions:",
                        "Protocol: HTTPS\n      DefaultActions:\n"
                                + "        - Type: jwt-validation\n          JwtValidationConfig: {Issuer: '" + ISSUER
                                + "', JwksEndpoint: 'http://127.0.0.1:"
                                + issuer.getAddress().getPort() + "/jwks'" + moreConfig
                                + "}");
    }

    private TestGateway.Builder gateway(String moreConfig) {
        return TestGateway.of(template(moreConfig)).time(time).target("A", target);
    }

    private String token(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return token(change, JWSAlgorithm.RS256, new RSASSASigner(key), key.getKeyID());
    }

    private String token(
            UnaryOperator<JWTClaimsSet.Builder> change, JWSAlgorithm algorithm, JWSSigner signer, String kid)
            throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(kid).build(),
                change.apply(claims()).build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("trader-1")
                .claim("scope", "orders:read orders:write")
                .claim("groups", List.of("a", "b"))
                .issueTime(at(-10))
                .notBeforeTime(at(-10))
                .expirationTime(at(900));
    }

    private Date at(long seconds) {
        Instant now = time.instant();
        return Date.from(now.plusSeconds(seconds));
    }

    private static int status(TestGateway gateway, String token) throws IOException {
        return RawClient.get(gateway.port(), "/", "Authorization: Bearer " + token)
                .status();
    }

    @Test
    @Conforms(
            item = 12,
            says = "jwt-validation: RS256, signature, iss and exp always, nbf and iat where there; 401 otherwise")
    @Conforms(item = 29, says = "401 in ELB's HTML; the reason in the log alone")
    void onlyAValidTokenGoesOn() throws Exception {
        try (TestGateway gateway = gateway("").start()) {
            String good = token(claims -> claims);
            assertThat(status(gateway, good)).isEqualTo(200);
            assertThat(target.heads().getFirst()).contains("Authorization: Bearer " + good);
            RawClient.Answer none = RawClient.get(gateway.port(), "/");
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.body()).contains("401 Authorization Required");
            assertThat(none.head()).doesNotContain("WWW-Authenticate");
            assertThat(status(gateway, token(c -> c.issuer("https://other.test"))))
                    .isEqualTo(401);
            assertThat(status(gateway, token(c -> c.expirationTime(null)))).isEqualTo(401);
            assertThat(status(gateway, token(c -> c.expirationTime(at(-1))))).isEqualTo(401);
            assertThat(status(gateway, token(c -> c.notBeforeTime(at(60))))).isEqualTo(401);
            assertThat(status(gateway, token(c -> c.issueTime(at(60))))).isEqualTo(401);
            assertThat(status(gateway, good.substring(0, good.length() - 8) + "AAAAAAAA"))
                    .isEqualTo(401);
            assertThat(status(gateway, "rubbish")).isEqualTo(401);
            assertThat(status(gateway, new PlainJWT(claims().build()).serialize()))
                    .isEqualTo(401);
            byte[] publicKey = key.toRSAPublicKey().getEncoded();
            assertThat(status(gateway, token(c -> c, JWSAlgorithm.HS256, new MACSigner(publicKey), "k1")))
                    .isEqualTo(401);
            RSAKey stranger = new RSAKeyGenerator(2048).keyID("k1").generate();
            assertThat(status(gateway, token(c -> c, JWSAlgorithm.RS256, new RSASSASigner(stranger), "k1")))
                    .isEqualTo(401);
            assertThat(target.heads()).hasSize(1);
            assertThat(gateway.accessLog).anyMatch(line -> line.contains("\"JWTHeaderNotPresent\""));
            assertThat(fetches).hasValue(1);
            time.advance(Duration.ofSeconds(901));
            assertThat(status(gateway, good)).isEqualTo(401);
        }
    }

    @Test
    @Conforms(
            item = 12,
            says = "jwt-validation: up to 10 further claims, as a string, a list or words",
            note = "one of the values must be there; AWS does not say whether all must")
    void furtherClaimsMustHold() throws Exception {
        try (TestGateway gateway = gateway(", AdditionalClaims: ["
                        + "{Name: sub, Format: single-string, Values: [trader-1, trader-2]},"
                        + "{Name: scope, Format: space-separated-values, Values: ['orders:write']},"
                        + "{Name: groups, Format: string-array, Values: [b]}]")
                .start()) {
            assertThat(status(gateway, token(c -> c))).isEqualTo(200);
            assertThat(status(gateway, token(c -> c.subject("trader-3")))).isEqualTo(401);
            assertThat(status(gateway, token(c -> c.claim("scope", "orders:read"))))
                    .isEqualTo(401);
            assertThat(status(gateway, token(c -> c.claim("groups", List.of("c")))))
                    .isEqualTo(401);
            assertThat(status(gateway, token(c -> c.claim("groups", "b")))).isEqualTo(401);
        }
    }

    @Test
    void aNewKeyOfTheIssuerIsFetchedAndAMissingIssuerIs500() throws Exception {
        try (TestGateway gateway = gateway("").start()) {
            keysStatus = 503;
            assertThat(status(gateway, token(c -> c))).isEqualTo(500);
            keysStatus = 200;
            assertThat(status(gateway, token(c -> c))).isEqualTo(200);
            RSAKey next = new RSAKeyGenerator(2048).keyID("k2").generate();
            keys = new JWKSet(List.of(key.toPublicJWK(), next.toPublicJWK())).toString();
            String fresh = token(c -> c, JWSAlgorithm.RS256, new RSASSASigner(next), "k2");
            int before = fetches.get();
            assertThat(status(gateway, fresh)).isEqualTo(401);
            assertThat(fetches).hasValue(before);
            time.advance(Duration.ofSeconds(10));
            assertThat(status(gateway, fresh)).isEqualTo(200);
        }
    }

    @Test
    void httpsIsServedWithADevelopmentCertificateAndWebSocketsThroughIt() throws Exception {
        String template = Templates.forwardAll()
                .replace("Protocol: HTTP\n      DefaultActions:", "Protocol: HTTPS\n      DefaultActions:");
        try (TestGateway gateway =
                TestGateway.of(template).tls().target("A", target).start()) {
            try (RawClient client = new RawClient(tlsSocket(gateway.port()))) {
                client.send(RawClient.request("GET", "/secure"));
                assertThat(client.read().body()).isEqualTo("ok");
                assertThat(target.heads().getFirst()).contains("X-Forwarded-Proto: https");
                List<String> fields =
                        RecordConformanceTest.fields(gateway.awaitLog(1).getFirst());
                assertThat(fields.getFirst()).isEqualTo("https");
                assertThat(fields.get(15)).startsWith("TLSv1.");
                assertThat(fields.get(18)).isEqualTo("test.local");
            }
            byte[] payload = new byte[1_000_000];
            target.script(wire -> {
                String ignored = wire.readHead();
                wire.send(Frames.SWITCHING);
                wire.send(wire.readExactly(payload.length));
            });
            try (RawClient client = new RawClient(tlsSocket(gateway.port()))) {
                client.send(Frames.UPGRADE);
                assertThat(client.read().status()).isEqualTo(101);
                Thread writer = Thread.ofVirtual().start(() -> {
                    try {
                        client.send(payload);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                assertThat(client.in().readNBytes(payload.length)).isEqualTo(payload);
                writer.join();
            }
        }
    }

    private static SSLSocket tlsSocket(int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.startHandshake();
        return socket;
    }
}
