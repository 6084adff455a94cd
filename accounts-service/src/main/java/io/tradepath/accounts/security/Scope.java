package io.tradepath.accounts.security;

/** The scopes that this service asks for, without the prefix that the issuer may put before them. */
final class Scope {
    static final String ACCOUNTS_READ = "accounts:read";
    static final String ACCOUNTS_WRITE = "accounts:write";
    static final String FUNDING_WRITE = "funding:write";
    static final String OPS = "ops";

    private Scope() {}
}
