package io.tradepath.executions.account;

import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.AccountStatus;
import io.tradepath.fx.Money;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * An account as executions knows it.
 *
 * @param owner the subject of its owner's tokens
 * @param status as accounts-service last said
 * @param parked true while an event of the account could not be applied: cash and status may be out of date
 * @param cash ledger balance, with what executions has realised and accounts has yet to settle
 * @param seq of the account's last execution event
 */
public record Account(
        AccountId id, String owner, Currency currency, AccountStatus status, boolean parked, Money cash, long seq) {
    public Account {
        if (!cash.currency().equals(currency) || seq < 0) {
            throw new IllegalArgumentException("account %s in %s: cash %s, seq %d".formatted(id, currency, cash, seq));
        }
    }

    /** The status that counts: what cannot be known for sure is not traded on. */
    public AccountStatus effectiveStatus() {
        return parked && status == AccountStatus.ACTIVE ? AccountStatus.CLOSE_ONLY : status;
    }

    /** As accounts-service opened it. */
    public static Account opened(AccountState state) {
        return new Account(
                state.accountId(),
                state.owner(),
                state.currency(),
                state.status(),
                false,
                Money.zero(state.currency()),
                0);
    }

    /** After an event that accounts-service tells of it. */
    public Account after(AccountEvent event) {
        AccountStatus next = switch (event) {
            case AccountEvent.AccountOpened _ ->
                throw new IllegalStateException("account %s is opened a second time".formatted(id));
            case AccountEvent.Deposited _, AccountEvent.FillSettled _ -> status;
            case AccountEvent.AccountStatusChanged changed -> changed.status();
        };
        Money delta = new Money(event.riskCashDelta(), currency);
        return new Account(id, owner, currency, next, parked, cash.plus(delta), seq);
    }

    /** After realising a profit or loss. */
    public Account plusCash(BigDecimal amount) {
        return new Account(id, owner, currency, status, parked, cash.plus(new Money(amount, currency)), seq);
    }

    /** After further events of its own. */
    public Account withSeq(long newSeq) {
        return new Account(id, owner, currency, status, parked, cash, newSeq);
    }

    /** Parked, or not any more. */
    public Account withParked(boolean isParked) {
        return new Account(id, owner, currency, status, isParked, cash, seq);
    }
}
