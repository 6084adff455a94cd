package io.tradepath.backing.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** A client that asks for a token without naming scopes gets all that it may have, as at Cognito. */
final class ClientScopes implements AuthenticationConverter {
    private final OAuth2ClientCredentialsAuthenticationConverter asSent =
            new OAuth2ClientCredentialsAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        Authentication converted = asSent.convert(request);
        if (converted instanceof OAuth2ClientCredentialsAuthenticationToken asked
                && asked.getScopes().isEmpty()
                && asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) {
            return new OAuth2ClientCredentialsAuthenticationToken(
                    client,
                    Objects.requireNonNull(client.getRegisteredClient()).getScopes(),
                    asked.getAdditionalParameters());
        }
        return converted;
    }
}
