package io.tradepath.backing.issuer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The identities of a laptop. They open nothing but it: the issuer listens on loopback only. */
final class Demo {
    static final String SECRET = "secret";
    static final String OPERATOR = "ops";
    static final List<String> TRADERS = List.of("trader-1", "trader-2", "trader-3");
    static final String BROWSER_APP = "trading-app";

    static final String OPS_SCOPE = "ops";
    static final Set<String> TRADER_SCOPES =
            Set.of("accounts:read", "accounts:write", "funding:write", "orders:read", "orders:write", "feed:read");

    private Demo() {}

    /** What a client or user of this name may ask for. */
    static Set<String> scopesOf(String name) {
        return name.equals(OPERATOR) ? allScopes() : TRADER_SCOPES;
    }

    static Set<String> allScopes() {
        Set<String> scopes = new LinkedHashSet<>(TRADER_SCOPES);
        scopes.add(OPS_SCOPE);
        return scopes;
    }
}
