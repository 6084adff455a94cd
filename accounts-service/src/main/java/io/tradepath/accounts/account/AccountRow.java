package io.tradepath.accounts.account;

import io.tradepath.events.AccountEvent.AccountStatusChanged;
import io.tradepath.events.AccountEvent.StatusReason;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.fx.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/**
 * An account as a writer has it under its lock.
 *
 * @param balance the sum of its postings
 * @param seq of its last event
 * @param version counts the changes of the row
 */
public record AccountRow(
        AccountId id, String owner, String alias, Standing standing, Money balance, long seq, long version) {
    public AccountRow {
        if (seq < 1 || version < 0) {
            throw new IllegalArgumentException("account %s: seq %d, version %d".formatted(id, seq, version));
        }
    }

    public Currency currency() {
        return balance.currency();
    }

    /** After a posting, which its next event tells of. */
    public AccountRow posted(Money amount) {
        return new AccountRow(id, owner, alias, standing, balance.plus(amount), seq + 1, version + 1);
    }

    AccountRow renamed(String newAlias) {
        return new AccountRow(id, owner, newAlias, standing, balance, seq, version + 1);
    }

    /** With another standing; a new status is told of by its next event, another cause alone is not. */
    public AccountRow standing(Standing now) {
        long nextSeq = now.status() == standing.status() ? seq : seq + 1;
        return new AccountRow(id, owner, alias, now, balance, nextSeq, version + 1);
    }

    /** The event that tells of this row's status, made by the change that led to it. */
    public AccountStatusChanged statusChanged(StatusReason reason, Instant time) {
        return new AccountStatusChanged(seq, id, time, BigDecimal.ZERO, standing.status(), reason);
    }

    public AccountState state() {
        return new AccountState(id, seq, owner, alias, currency(), standing.status());
    }
}
