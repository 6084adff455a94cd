package io.tradepath.backing.issuer;

import java.util.TreeSet;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Gives access tokens the claims that Cognito's have: {@code token_use} and {@code client_id}, no {@code aud}, no
 * {@code nbf}, the scopes as one text, and {@code username} where a user has logged in.
 *
 * @see <a href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html">
 *     Understanding the access token</a>
 */
final class AccessTokenShape implements OAuth2TokenCustomizer<JwtEncodingContext> {
    @Override
    public void customize(JwtEncodingContext context) {
        if (!OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            return;
        }
        context.getClaims().claims(claims -> {
            claims.remove("aud");
            claims.remove("nbf");
            claims.put("token_use", "access");
            claims.put("version", 2);
            claims.put("client_id", context.getRegisteredClient().getClientId());
            claims.put("scope", String.join(" ", new TreeSet<>(context.getAuthorizedScopes())));
            Authentication user = context.getPrincipal();
            if (AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType()) && user != null) {
                claims.put("username", user.getName());
            }
        });
    }
}
