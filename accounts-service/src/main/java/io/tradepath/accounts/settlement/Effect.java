package io.tradepath.accounts.settlement;

import io.tradepath.accounts.account.AccountRow;
import io.tradepath.accounts.account.CloseOnlyCause;
import io.tradepath.accounts.account.Standing;
import io.tradepath.accounts.ledger.HouseAccount;
import io.tradepath.accounts.ledger.JournalEntry;
import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountEvent.FillSettled;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.ExecutionEvent.EventsParked;
import io.tradepath.events.ExecutionEvent.EventsRedriven;
import io.tradepath.events.ExecutionEvent.OrderAccepted;
import io.tradepath.events.ExecutionEvent.OrderCanceled;
import io.tradepath.events.ExecutionEvent.OrderFilled;
import io.tradepath.events.ExecutionEvent.OrderRejected;
import io.tradepath.events.Fill;
import io.tradepath.events.Transaction;
import io.tradepath.events.TransactionId;
import io.tradepath.fx.Money;
import io.tradepath.wire.EventRefused;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event does to its account: a pure decision, written by {@link Settlement}.
 *
 * @param account as it is after it
 * @param entry what is booked
 * @param event what is told of it
 */
record Effect(
        AccountRow account,
        @Nullable JournalEntry entry,
        @Nullable AccountEvent event) {
    /**
     * Decides.
     *
     * @param id of the transaction, should there be one
     * @throws EventRefused where the event cannot be booked
     */
    static Effect of(AccountRow account, ExecutionEvent event, TransactionId id, Instant now) {
        return switch (event) {
            case OrderFilled filled -> settled(account, filled.fill(), id, now);
            case EventsParked _ -> closeOnly(account, CloseOnlyCause.PARKED_AT_EXECUTIONS, now);
            case EventsRedriven _ -> lifted(account, CloseOnlyCause.PARKED_AT_EXECUTIONS, now);
            case OrderAccepted _, OrderCanceled _, OrderRejected _ -> none(account);
        };
    }

    static Effect closeOnly(AccountRow account, CloseOnlyCause cause, Instant now) {
        return standing(account, account.standing().with(cause), AccountEvent.StatusReason.EVENT_PARKED, now);
    }

    static Effect lifted(AccountRow account, CloseOnlyCause cause, Instant now) {
        return standing(account, account.standing().without(cause), AccountEvent.StatusReason.EVENTS_REDRIVEN, now);
    }

    private static Effect standing(
            AccountRow account, Standing standing, AccountEvent.StatusReason reason, Instant now) {
        if (standing.equals(account.standing())) {
            return none(account);
        }
        AccountRow after = account.standing(standing);
        return new Effect(after, null, after.seq() == account.seq() ? null : after.statusChanged(reason, now));
    }

    private static Effect none(AccountRow account) {
        return new Effect(account, null, null);
    }

    private static Effect settled(AccountRow account, Fill fill, TransactionId id, Instant now) {
        if (fill.realisedPl().signum() == 0) {
            return none(account);
        }
        Money amount = amount(account, fill);
        AccountRow after = account.posted(amount);
        Transaction transaction = new Transaction(
                id,
                account.id(),
                Transaction.Type.REALISED_PL,
                amount.amount(),
                after.balance().amount(),
                now,
                new Transaction.Cause(fill.orderId(), fill.fillId(), null));
        return new Effect(
                after,
                JournalEntry.of(transaction, after.seq(), account.currency(), HouseAccount.TRADING),
                // Executions has it in its own account of the cash already.
                new FillSettled(after.seq(), account.id(), now, BigDecimal.ZERO, transaction));
    }

    private static Money amount(AccountRow account, Fill fill) {
        try {
            return new Money(fill.realisedPl(), account.currency());
        } catch (IllegalArgumentException e) {
            throw new EventRefused("fill %s: %s".formatted(fill.fillId(), e.getMessage()), e);
        }
    }
}
