package io.tradepath.http.token;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.jwt.Jwt;

/** What a token allows. */
public final class Scopes {
    private Scopes() {}

    /**
     * The token's scopes.
     *
     * @param prefix what stands before each scope of ours; it is left out, and a scope without it is none
     */
    public static Set<String> of(Jwt jwt, String prefix) {
        return jwt.getClaim("scope") instanceof String scopes
                ? Arrays.stream(scopes.split(" ", -1))
                        .filter(scope -> scope.length() > prefix.length() && scope.startsWith(prefix))
                        .map(scope -> scope.substring(prefix.length()))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
