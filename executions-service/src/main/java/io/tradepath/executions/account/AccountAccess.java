package io.tradepath.executions.account;

import io.tradepath.events.AccountId;
import io.tradepath.http.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides whether a caller may see an account. Another owner's account is answered as one that does not exist, so that
 * ids do not leak.
 */
@Component
public class AccountAccess {
    private final Owners owners;
    private final AccountCatchUp catchUp;
    private final DataSource database;

    AccountAccess(Owners owners, AccountCatchUp catchUp, DataSource database) {
        this.owners = owners;
        this.catchUp = catchUp;
        this.database = database;
    }

    /** The account id in a path; what cannot be one is an account that does not exist. */
    public static AccountId accountId(String text) {
        try {
            return new AccountId(text);
        } catch (IllegalArgumentException notAnId) {
            throw notFound();
        }
    }

    /** That there is no such account, for this caller. */
    public static ProblemException notFound() {
        return ProblemException.notFound("account-not-found", "there is no such account");
    }

    /** Refuses where the account is known to be another's; one that is not known yet passes. */
    public void refuseOthers(AccountId account, String caller) {
        String owner = owners.ownerOf(account);
        if (owner != null && !owner.equals(caller)) {
            throw notFound();
        }
    }

    /** Refuses where the account is not the caller's, after waiting for what may say that it is. */
    public void requireOwned(AccountId account, String caller) throws SQLException {
        if (caller.equals(owners.ownerOf(account))) {
            return;
        }
        refuseOthers(account, caller);
        requireOwnedRow(account, caller);
    }

    /** The caller's account, as its row is now. */
    public Account owned(AccountId account, String caller) throws SQLException {
        refuseOthers(account, caller);
        return requireOwnedRow(account, caller);
    }

    private Account requireOwnedRow(AccountId account, String caller) throws SQLException {
        Account row = row(account);
        if (row == null) {
            requireCaughtUp(account);
            row = row(account);
        }
        if (row == null || !row.owner().equals(caller)) {
            throw notFound();
        }
        return row;
    }

    /** Waits until what was said of the account so far has been applied; where that takes too long, nobody knows. */
    public void requireCaughtUp(AccountId account) throws SQLException {
        if (!catchUp.await(account)) {
            throw ProblemException.unavailable("what is known of the account is not up to date; nothing was done");
        }
    }

    private @Nullable Account row(AccountId account) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return AccountRows.find(connection, List.of(account)).get(account);
        }
    }
}
