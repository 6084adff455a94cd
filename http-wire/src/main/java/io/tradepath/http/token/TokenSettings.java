package io.tradepath.http.token;

import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose tokens are taken.
 *
 * @param issuer compared as text with the claim {@code iss}
 * @param jwksUri where its public keys are, fetched when a token first needs one
 * @param clientIds the applications that tokens may have been issued to
 * @param scopePrefix what stands before each scope of ours: Cognito puts the resource server's name there
 */
@ConfigurationProperties("tradepath")
public record TokenSettings(String issuer, URI jwksUri, Set<String> clientIds, String scopePrefix) {
    public TokenSettings {
        clientIds = Set.copyOf(clientIds);
    }
}
