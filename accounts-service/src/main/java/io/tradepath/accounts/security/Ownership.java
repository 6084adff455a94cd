package io.tradepath.accounts.security;

import io.tradepath.events.AccountId;
import io.tradepath.http.ProblemException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Checks who may see an account, for what hangs below it. */
@Component
public final class Ownership {
    private final JdbcClient db;

    Ownership(JdbcClient db) {
        this.db = db;
    }

    /**
     * Refuses unless the caller may see the account.
     *
     * @throws ProblemException 404 where there is no such account, or not for the caller
     */
    public void requireVisible(Caller caller, AccountId account) {
        boolean visible = db.sql("SELECT owner FROM account WHERE id = ?")
                .param(account.value())
                .query(String.class)
                .optional()
                .filter(caller::sees)
                .isPresent();
        if (!visible) {
            throw Caller.noSuchAccount(account);
        }
    }
}
