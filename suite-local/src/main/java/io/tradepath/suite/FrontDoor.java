package io.tradepath.suite;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The suite as a client meets it. It is ready when a client gets a token and, through the gateway, an answer from each
 * service: that the processes say they are ready is not enough, because the gateway must have found its targets
 * healthy, too.
 */
final class FrontDoor {
    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    private final URI gateway;
    private final URI issuer;
    private final boolean quotesExpected;
    private @Nullable String token;

    /** @param quotesExpected false where quotes begin only when the suite is ready, as a replay's do */
    FrontDoor(int gatewayPort, int issuerPort, boolean quotesExpected) {
        this.gateway = URI.create("http://localhost:" + gatewayPort);
        this.issuer = URI.create("http://localhost:" + issuerPort);
        this.quotesExpected = quotesExpected;
    }

    URI gateway() {
        return gateway;
    }

    URI issuer() {
        return issuer;
    }

    /** What does not answer yet as it should; empty when the suite is ready. */
    Optional<String> missing() {
        for (String path : List.of("/accounts", "/executions/instruments", "/feed/quotes")) {
            try {
                Http.Answer answer = Http.get(gateway.resolve(path), Map.of("Authorization", "Bearer " + token()));
                if (answer.status() != 200) {
                    return Optional.of("GET " + path + " is answered with " + answer.status());
                }
                if (path.equals("/feed/quotes")
                        && quotesExpected
                        && !answer.body().contains("\"instrument\"")) {
                    return Optional.of("GET " + path + " has no quotes");
                }
            } catch (IOException e) {
                return Optional.of("GET " + path + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private String token() throws IOException {
        if (token == null) {
            String basic = Base64.getEncoder().encodeToString("trader-1:secret".getBytes(StandardCharsets.US_ASCII));
            Http.Answer answer = Http.request(
                    "POST",
                    issuer.resolve("/oauth2/token"),
                    Map.of("Authorization", "Basic " + basic, "Content-Type", "application/x-www-form-urlencoded"),
                    "grant_type=client_credentials");
            Matcher matcher = ACCESS_TOKEN.matcher(answer.body());
            if (!matcher.find()) {
                throw new IOException("the issuer gives no token but status " + answer.status());
            }
            token = matcher.group(1);
        }
        return token;
    }
}
