package io.tradepath.backing.issuer;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.tradepath.backing.state.BackingException;
import io.tradepath.backing.state.EndsWithJvm;
import io.tradepath.backing.state.LoopbackPort;
import io.tradepath.backing.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

/** A running OIDC issuer with the demo's clients and users. */
public final class LocalIssuer implements AutoCloseable {
    private static final Duration TOKEN_AT_MOST = Duration.ofSeconds(10);

    private final EndsWithJvm end;
    private final IssuerAddress address;
    private final RSAKey signingKey;

    private LocalIssuer(EndsWithJvm end, IssuerAddress address, RSAKey signingKey) {
        this.end = end;
        this.address = address;
        this.signingKey = signingKey;
    }

    /**
     * Starts with the signing key that {@code directory} keeps.
     *
     * @param issuer what {@code iss} says, such as {@code http://localhost:9000}
     */
    public static LocalIssuer start(Path directory, int port, String issuer) {
        return start(directory, LoopbackPort.ADDRESS, port, issuer);
    }

    /**
     * Starts with the signing key that {@code directory} keeps, on an address that other hosts reach, as a container
     * must.
     *
     * @param bind an IP address, {@code 0.0.0.0} for all of this host
     * @param issuer what {@code iss} says, such as {@code http://localhost:9000}
     */
    public static LocalIssuer start(Path directory, String bind, int port, String issuer) {
        return start(directory, new IssuerAddress(InetAddress.ofLiteral(bind), port, issuer), false);
    }

    /** Starts one with a new key, on a free port; its folder goes when it stops. */
    public static LocalIssuer startFresh() {
        try {
            int port = LoopbackPort.anyFree();
            return start(
                    Files.createTempDirectory("tradepath-issuer"),
                    new IssuerAddress(InetAddress.ofLiteral(LoopbackPort.ADDRESS), port, "http://localhost:" + port),
                    true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalIssuer start(Path directory, IssuerAddress address, boolean deletedAtEnd) {
        StateDirectory state = StateDirectory.claim(directory, deletedAtEnd);
        try {
            LoopbackPort.requireFree(address.port());
            RSAKey key = SigningKey.loadOrMake(state.resolve("signing-key.json"));
            var context = new AnnotationConfigServletWebServerApplicationContext();
            context.registerBean(IssuerAddress.class, () -> address);
            context.registerBean(RSAKey.class, () -> key);
            context.register(IssuerConfiguration.class);
            context.refresh();
            EndsWithJvm end = new EndsWithJvm(() -> {
                context.close();
                state.close();
            });
            return new LocalIssuer(end, address, key);
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    public String issuer() {
        return address.issuer();
    }

    public String jwksUri() {
        return endpoint("/oauth2/jwks").toString();
    }

    private URI endpoint(String path) {
        return URI.create("http://%s:%d%s".formatted(LoopbackPort.ADDRESS, address.port(), path));
    }

    /** An access token with all the scopes of the client, fetched from the token endpoint as a client does. */
    public String token(String clientId) {
        return token(clientId, "");
    }

    /**
     * An access token fetched from the token endpoint as a client does.
     *
     * @param scopes separated by spaces; empty means all that the client may have
     */
    public String token(String clientId, String scopes) {
        String form = "grant_type=client_credentials"
                + (scopes.isEmpty() ? "" : "&scope=" + URLEncoder.encode(scopes, StandardCharsets.UTF_8));
        String credentials =
                Base64.getEncoder().encodeToString((clientId + ":" + Demo.SECRET).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(endpoint("/oauth2/token"))
                .timeout(TOKEN_AT_MOST)
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalArgumentException("no token for %s: %s".formatted(clientId, response.body()));
            }
            return JSONObjectUtils.getString(JSONObjectUtils.parse(response.body()), "access_token");
        } catch (IOException | ParseException e) {
            throw new BackingException("no token for %s: %s".formatted(clientId, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackingException("interrupted while asking for a token", e);
        }
    }

    /** Makes tokens that this issuer would never give out, for tests of those who check them. */
    public TokenForge forge(Clock clock) {
        return new TokenForge(issuer(), signingKey, clock);
    }

    /** Ends it. The end of the JVM does the same. */
    @Override
    public void close() {
        end.close();
    }
}
