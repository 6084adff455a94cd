package io.tradepath.accounts.ledger;

import io.tradepath.fx.Money;

/**
 * One leg of a journal entry.
 *
 * @param amount positive is a credit, negative a debit, never zero
 */
record Posting(LedgerAccount account, Money amount) {
    Posting {
        if (amount.signum() == 0) {
            throw new IllegalArgumentException("a posting of nothing on " + account);
        }
    }
}
