package io.tradepath.executions.account;

import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.executions.account.AccountRows.Busy;
import io.tradepath.executions.database.RowSet;
import io.tradepath.executions.events.EventLog;
import io.tradepath.fx.Money;
import io.tradepath.wire.InboxHandler;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Applies what accounts-service says of an account to its row here. */
@Component
class AccountReplica implements InboxHandler<AccountEvent> {
    private static final RowSet<AccountEvent.AccountOpened> OPENED = RowSet.<AccountEvent.AccountOpened>columns()
            .column("text", AccountEvent.AccountOpened::accountId)
            .column("text", event -> event.account().owner())
            .column("text", event -> event.account().currency())
            .column("text", event -> event.account().status())
            .build();

    private static final RowSet<Change> CHANGES = RowSet.<Change>columns()
            .column("text", Change::accountId)
            .column("numeric", Change::cash)
            .column("text", Change::status)
            .build();

    private final Clock clock;

    AccountReplica(Clock clock) {
        this.clock = clock;
    }

    /**
     * What a batch of events changes of an account that exists.
     *
     * @param cash to be added
     * @param status null where it stays
     */
    private record Change(
            AccountId accountId, BigDecimal cash, @Nullable AccountStatus status) {
        static Change of(AccountEvent event) {
            AccountStatus status = event instanceof AccountEvent.AccountStatusChanged changed ? changed.status() : null;
            return new Change(event.accountId(), event.riskCashDelta(), status);
        }

        Change then(Change next) {
            return new Change(accountId, cash.add(next.cash), next.status == null ? status : next.status);
        }
    }

    @Override
    public void lockAccounts(Connection connection, SortedSet<AccountId> accounts) throws SQLException {
        AccountRows.lock(connection, accounts, Busy.WAIT);
    }

    @Override
    public void apply(Connection connection, List<AccountEvent> events) throws SQLException {
        List<AccountEvent.AccountOpened> opened = new ArrayList<>();
        Map<AccountId, Change> changes = new LinkedHashMap<>();
        for (AccountEvent event : events) {
            if (event instanceof AccountEvent.AccountOpened first) {
                Money.minorDigits(first.account().currency());
                opened.add(first);
            }
            changes.merge(event.accountId(), Change.of(event), Change::then);
        }
        OPENED.execute(connection, """
                INSERT INTO account (id, owner, currency, status, cash, seq)
                SELECT n.*, 0, 0 FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) AS n
                """, opened);
        int changed = CHANGES.execute(connection, """
                UPDATE account AS a SET cash = a.cash + n.cash, status = coalesce(n.status, a.status)
                FROM unnest(?::text[], ?::numeric[], ?::text[]) AS n(id, cash, status)
                WHERE a.id = n.id
                """, List.copyOf(changes.values()));
        if (changed != changes.size()) {
            throw new IllegalStateException("%d of %d accounts are here".formatted(changed, changes.size()));
        }
    }

    @Override
    public void parked(Connection connection, AccountId account) throws SQLException {
        setParked(connection, account, true, (seq, now) -> new ExecutionEvent.EventsParked(seq, account, now));
    }

    @Override
    public void redriven(Connection connection, AccountId account) throws SQLException {
        setParked(connection, account, false, (seq, now) -> new ExecutionEvent.EventsRedriven(seq, account, now));
    }

    /** An account whose very first event is the poison has no row: nobody can trade on it, and there is nothing to say. */
    private void setParked(
            Connection connection, AccountId id, boolean parked, BiFunction<Long, Instant, ExecutionEvent> event)
            throws SQLException {
        Account account = AccountRows.lock(connection, List.of(id), Busy.WAIT).get(id);
        if (account == null || account.parked() == parked) {
            return;
        }
        long seq = account.seq() + 1;
        AccountRows.setParked(connection, id, parked, seq);
        EventLog.append(connection, List.of(event.apply(seq, clock.instant().truncatedTo(ChronoUnit.MICROS))));
    }
}
