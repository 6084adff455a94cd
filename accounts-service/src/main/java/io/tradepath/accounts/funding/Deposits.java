package io.tradepath.accounts.funding;

import io.tradepath.accounts.account.AccountRow;
import io.tradepath.accounts.account.AccountRows;
import io.tradepath.accounts.events.AccountEvents;
import io.tradepath.accounts.events.Bus;
import io.tradepath.accounts.ledger.Booked;
import io.tradepath.accounts.ledger.HouseAccount;
import io.tradepath.accounts.ledger.Journal;
import io.tradepath.accounts.ledger.JournalEntry;
import io.tradepath.accounts.security.Caller;
import io.tradepath.events.AccountEvent.Deposited;
import io.tradepath.events.AccountId;
import io.tradepath.events.Identifiers;
import io.tradepath.events.Transaction;
import io.tradepath.events.TransactionId;
import io.tradepath.fx.Money;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Books deposits. */
@Service
final class Deposits {
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;
    private final Bus bus;
    private final Clock clock;

    Deposits(JdbcTemplate db, TransactionTemplate transaction, Bus bus, Clock clock) {
        this.db = db;
        this.transaction = transaction;
        this.bus = bus;
        this.clock = clock;
    }

    /**
     * A deposit's answer.
     *
     * @param replayed true where the key had made it before
     */
    record Deposit(Transaction transaction, boolean replayed, long outboxId) {}

    /**
     * Books the deposit, or finds what its key has booked, and returns when the event is on the bus (or after half a
     * second), so that the client can trade on it.
     *
     * @throws io.tradepath.http.ProblemException 400, 403, 404, 409 or 422, and nothing is booked
     */
    Deposit deposit(Caller caller, AccountId id, String amount, IdempotencyKey key) {
        Deposit deposit = Objects.requireNonNull(transaction.execute(status -> {
            Deposit made = inTransaction(caller, id, amount, key);
            if (made.replayed()) {
                status.setRollbackOnly(); // Only a lock to give back: not worth a flush to disk.
            }
            return made;
        }));
        bus.await(deposit.outboxId());
        return deposit;
    }

    private Deposit inTransaction(Caller caller, AccountId id, String text, IdempotencyKey key) {
        AccountRow account = AccountRows.lock(db, id).orElseThrow(() -> Caller.noSuchAccount(id));
        caller.requireOwner(id, account.owner());
        Money amount = DepositRule.amount(text, account.currency());
        Optional<Booked> first = Journal.findByKey(db, id, key.value());
        if (first.isPresent()) {
            DepositRule.checkSameRequest(first.get().transaction(), amount);
            long outboxId = AccountEvents.outboxId(db, id, first.get().seq());
            return new Deposit(first.get().transaction(), true, outboxId);
        }
        DepositRule.check(account, amount);
        return book(account, amount, key);
    }

    private Deposit book(AccountRow before, Money amount, IdempotencyKey key) {
        AccountRow after = before.posted(amount);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // what the database keeps
        Transaction booked = new Transaction(
                new TransactionId(Identifiers.next()),
                after.id(),
                Transaction.Type.DEPOSIT,
                amount.amount(),
                after.balance().amount(),
                now,
                new Transaction.Cause(null, null, key.value()));
        Journal.write(db, List.of(JournalEntry.of(booked, after.seq(), after.currency(), HouseAccount.BANK)));
        AccountRows.update(db, List.of(after));
        Deposited event = new Deposited(after.seq(), after.id(), now, amount.amount(), booked);
        return new Deposit(booked, false, AccountEvents.append(db, List.of(event), List.of()));
    }
}
