package io.tradepath.backing.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Of the scopes that the browser app asks for, a user gets those that are the user's: the app asks before it knows who
 * logs in. Asking for none means all, as at Cognito.
 */
final class UserScopes implements AuthenticationConverter {
    private final OAuth2AuthorizationCodeRequestAuthenticationConverter asSent =
            new OAuth2AuthorizationCodeRequestAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        Authentication converted = asSent.convert(request);
        if (converted instanceof OAuth2AuthorizationCodeRequestAuthenticationToken asked
                && asked.getPrincipal() instanceof Authentication user
                && !(user instanceof AnonymousAuthenticationToken)) {
            return new OAuth2AuthorizationCodeRequestAuthenticationToken(
                    asked.getAuthorizationUri(),
                    asked.getClientId(),
                    user,
                    asked.getRedirectUri(),
                    asked.getState(),
                    granted(user.getName(), asked.getScopes()),
                    asked.getAdditionalParameters());
        }
        return converted;
    }

    private static Set<String> granted(String user, Set<String> asked) {
        if (asked.isEmpty()) {
            return Demo.scopesOf(user);
        }
        Set<String> granted = new HashSet<>(asked);
        if (!user.equals(Demo.OPERATOR)) {
            granted.remove(Demo.OPS_SCOPE);
        }
        return granted;
    }
}
