package io.tradepath.accounts.ledger;

import io.tradepath.events.AccountId;
import io.tradepath.fx.Money;

/** Where a posting goes. */
sealed interface LedgerAccount permits LedgerAccount.Client, HouseAccount {
    /**
     * A client's account.
     *
     * @param seq of the account event that tells of the posting
     * @param balance after it
     */
    record Client(AccountId id, long seq, Money balance) implements LedgerAccount {}
}
