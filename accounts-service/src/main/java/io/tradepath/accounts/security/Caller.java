package io.tradepath.accounts.security;

import io.tradepath.events.AccountId;
import io.tradepath.http.ProblemException;

/**
 * Who asks.
 *
 * @param subject owns the accounts whose {@code owner} it is
 * @param ops an operator, who sees every account
 */
public record Caller(String subject, boolean ops) {
    public boolean owns(String owner) {
        return owner.equals(subject);
    }

    public boolean sees(String owner) {
        return ops || owns(owner);
    }

    /** What somebody else's account answers, and one that does not exist. */
    public static ProblemException noSuchAccount(AccountId account) {
        return ProblemException.notFound("account-not-found", "no account %s".formatted(account));
    }

    /**
     * Refuses unless the caller owns the account.
     *
     * @throws ProblemException 404 where the caller may not know of it, 403 where an operator does
     */
    public void requireOwner(AccountId account, String owner) {
        if (!sees(owner)) {
            throw noSuchAccount(account);
        }
        if (!owns(owner)) {
            throw ProblemException.forbidden("only its owner may do this with account %s".formatted(account));
        }
    }
}
