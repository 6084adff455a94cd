package io.tradepath.feed.session;

import java.time.Instant;
import java.util.Set;

/**
 * Who a token speaks for.
 *
 * @param subject the token's {@code sub}: the owner of accounts
 * @param scopes what it allows, without the resource server's prefix
 */
public record Identity(String subject, Set<String> scopes, Instant expires) {
    public Identity {
        scopes = Set.copyOf(scopes);
    }
}
