package io.tradepath.accounts.account;

import io.tradepath.events.AccountStatus;
import io.tradepath.http.ProblemException;
import java.util.Set;

/** What an operator may make of an account's status. */
final class StatusRule {
    /** Those that an operator can ask for; locking and closing need executions' consent first. */
    static final Set<AccountStatus> OFFERED = Set.of(AccountStatus.ACTIVE, AccountStatus.CLOSE_ONLY);

    private StatusRule() {}

    /** @throws ProblemException 409 where something other than an operator keeps the account from what is asked */
    static Standing decide(Standing now, AccountStatus wanted) {
        Standing decided =
                wanted == AccountStatus.ACTIVE ? now.without(CloseOnlyCause.OPS) : now.with(CloseOnlyCause.OPS);
        if (decided.status() != wanted) {
            throw ProblemException.conflict(
                    "status-conflict",
                    switch (decided.status()) {
                        case CLOSE_ONLY ->
                            "events of the account are parked: it is active again when they are re-driven";
                        case ACTIVE, LOCKED, CLOSED -> "the account is " + decided.status();
                    });
        }
        return decided;
    }
}
