package io.tradepath.executions.security;

import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which tokens are taken.
 *
 * @param issuer the text that {@code iss} must be
 * @param jwksUri where the issuer's keys are
 * @param clientIds the clients whose tokens are taken
 * @param scopePrefix what stands before each scope in a token; Cognito puts the resource server's name there
 */
@ConfigurationProperties("tradepath")
record TokenSettings(String issuer, URI jwksUri, Set<String> clientIds, String scopePrefix) {
    TokenSettings {
        clientIds = Set.copyOf(clientIds);
    }
}
