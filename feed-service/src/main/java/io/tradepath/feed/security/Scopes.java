package io.tradepath.feed.security;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.jwt.Jwt;

/** What a token allows. */
final class Scopes {
    static final String FEED_READ = "feed:read";

    private Scopes() {}

    /** The token's scopes that begin with the prefix, without it. */
    static Set<String> of(Jwt jwt, String prefix) {
        String scope = jwt.getClaimAsString("scope");
        return scope == null
                ? Set.of()
                : Arrays.stream(scope.split(" ", -1))
                        .filter(each -> each.startsWith(prefix))
                        .map(each -> each.substring(prefix.length()))
                        .collect(Collectors.toUnmodifiableSet());
    }
}
