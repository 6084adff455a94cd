package io.tradepath.accounts.account;

import io.tradepath.accounts.events.AccountEvents;
import io.tradepath.accounts.events.Bus;
import io.tradepath.accounts.security.Caller;
import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountEvent.AccountOpened;
import io.tradepath.events.AccountEvent.StatusReason;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.AccountStatus;
import io.tradepath.events.Identifiers;
import io.tradepath.http.Page;
import io.tradepath.http.ProblemException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens, finds, lists and changes accounts. */
@Service
final class Accounts {
    private static final Sort NEWEST_FIRST = Sort.by(Sort.Direction.DESC, AccountEntity.ID);

    private final AccountRepository repository;
    private final JdbcTemplate db;
    private final TransactionTemplate transaction;
    private final Bus bus;
    private final Clock clock;

    Accounts(AccountRepository repository, JdbcTemplate db, TransactionTemplate transaction, Bus bus, Clock clock) {
        this.repository = repository;
        this.db = db;
        this.transaction = transaction;
        this.bus = bus;
        this.clock = clock;
    }

    /** Opens an account; answers when the others can know of it. */
    AccountEntity open(String owner, Currency currency, String alias) {
        AccountEntity account = new AccountEntity(new AccountId(Identifiers.next()), owner, alias, currency, now());
        long outboxId = Objects.requireNonNull(transaction.execute(_ -> {
            repository.saveAndFlush(account);
            AccountState state = account.state();
            AccountOpened opened = new AccountOpened(state.seq(), state.accountId(), now(), BigDecimal.ZERO, state);
            return AccountEvents.append(db, List.of(opened), List.of(state));
        }));
        bus.await(outboxId);
        return account;
    }

    /** @throws ProblemException 404 where there is none, or not for the caller */
    AccountEntity find(Caller caller, AccountId id) {
        return repository
                .findById(id.value())
                .filter(account -> caller.sees(account.owner()))
                .orElseThrow(() -> Caller.noSuchAccount(id));
    }

    Page<AccountEntity> list(AccountFilter filter, int limit) {
        List<AccountEntity> rows = repository.findBy(
                filter.specification(),
                query -> query.sortBy(NEWEST_FIRST).limit(limit + 1).all());
        return Page.of(rows, limit, AccountEntity::id);
    }

    /**
     * Changes an account's alias, or its status, or both at once.
     *
     * @param ifVersion refuse where the account has changed since this version; null: whatever it is
     */
    AccountEntity change(
            Caller caller,
            AccountId id,
            @Nullable Long ifVersion,
            @Nullable String alias,
            @Nullable AccountStatus status) {
        AccountEntity changed = Objects.requireNonNull(transaction.execute(_ -> {
            AccountRow before = AccountRows.lock(db, id)
                    .filter(row -> caller.sees(row.owner()))
                    .orElseThrow(() -> Caller.noSuchAccount(id));
            if (ifVersion != null && ifVersion != before.version()) {
                throw ProblemException.stale("account %s has changed since it was read".formatted(id));
            }
            AccountRow after = before;
            if (alias != null) {
                caller.requireOwner(id, before.owner());
                after = after.renamed(alias);
            }
            if (status != null) {
                after = after.standing(StatusRule.decide(before.standing(), status));
            }
            write(before, after);
            return repository.findById(id.value()).orElseThrow();
        }));
        bus.committed();
        return changed;
    }

    private void write(AccountRow before, AccountRow after) {
        AccountRows.update(db, List.of(after));
        List<AccountEvent> events =
                after.seq() == before.seq() ? List.of() : List.of(after.statusChanged(StatusReason.OPS, now()));
        AccountEvents.append(db, events, List.of(after.state()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS); // what the database keeps
    }
}
