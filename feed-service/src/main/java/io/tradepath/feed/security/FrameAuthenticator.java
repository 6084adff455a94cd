package io.tradepath.feed.security;

import io.tradepath.feed.session.Authenticator;
import io.tradepath.feed.session.Identity;
import io.tradepath.http.token.Scopes;
import io.tradepath.http.token.TokenSettings;
import java.util.Objects;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/** Verifies tokens in STOMP frames by the same rules as those in headers. */
@Component
final class FrameAuthenticator implements Authenticator {
    private final JwtDecoder tokens;
    private final String scopePrefix;

    FrameAuthenticator(JwtDecoder tokens, TokenSettings settings) {
        this.tokens = tokens;
        this.scopePrefix = settings.scopePrefix();
    }

    @Override
    public Identity verify(String token) throws TokenRefused {
        try {
            Jwt jwt = tokens.decode(token);
            return new Identity(
                    Objects.requireNonNull(jwt.getSubject(), "sub is required of every token"),
                    Scopes.of(jwt, scopePrefix),
                    Objects.requireNonNull(jwt.getExpiresAt(), "exp is required of every token"));
        } catch (BadJwtException bad) {
            throw new TokenRefused("a valid access token is needed", false);
        } catch (JwtException away) {
            throw new TokenRefused("the token cannot be verified: the issuer is away", true);
        }
    }
}
