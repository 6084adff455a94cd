package io.tradepath.executions.replica;

import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.executions.account.Account;
import io.tradepath.executions.account.AccountRows;
import io.tradepath.executions.account.AccountRows.Busy;
import io.tradepath.executions.database.Writes;
import io.tradepath.executions.events.EventLog;
import io.tradepath.wire.InboxHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Applies what accounts-service says of an account to its row here. */
@Component
class AccountReplica implements InboxHandler<AccountEvent> {
    private final Clock clock;

    AccountReplica(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void lockAccounts(Connection connection, SortedSet<AccountId> accounts) throws SQLException {
        AccountRows.lock(connection, accounts, Busy.WAIT);
    }

    @Override
    public void apply(Connection connection, List<AccountEvent> events) throws SQLException {
        Set<AccountId> ids = new HashSet<>();
        events.forEach(event -> ids.add(event.accountId()));
        Map<AccountId, Account> before = AccountRows.find(connection, ids);
        Map<AccountId, Account> after = new HashMap<>(before);
        for (AccountEvent event : events) {
            after.put(event.accountId(), next(after, event));
        }
        List<Account> opened = new ArrayList<>();
        List<Account> changed = new ArrayList<>();
        for (Account account : after.values()) {
            Account known = before.get(account.id());
            if (known == null) {
                opened.add(account);
            } else if (!known.equals(account)) {
                changed.add(account);
            }
        }
        Writes writes = new Writes(connection);
        AccountRows.insert(writes, opened);
        AccountRows.update(writes, changed);
        writes.execute();
    }

    private static Account next(Map<AccountId, Account> accounts, AccountEvent event) {
        Account account = accounts.get(event.accountId());
        if (account != null) {
            return account.after(event);
        }
        if (event instanceof AccountEvent.AccountOpened opened) {
            return Account.opened(opened.account());
        }
        throw new IllegalStateException("account %s has not been opened".formatted(event.accountId()));
    }

    @Override
    public void parked(Connection connection, AccountId id) throws SQLException {
        Account account = locked(connection, id);
        if (account != null && !account.parked()) {
            long seq = account.seq() + 1;
            write(connection, account.withParked(true), new ExecutionEvent.EventsParked(seq, id, clock.instant()));
        }
    }

    @Override
    public void redriven(Connection connection, AccountId id) throws SQLException {
        Account account = locked(connection, id);
        if (account != null && account.parked()) {
            long seq = account.seq() + 1;
            write(connection, account.withParked(false), new ExecutionEvent.EventsRedriven(seq, id, clock.instant()));
        }
    }

    /** Null where the account's very first event is the poison: nobody can trade on it, and there is nothing to say. */
    private static @Nullable Account locked(Connection connection, AccountId id) throws SQLException {
        return AccountRows.lock(connection, List.of(id), Busy.WAIT).get(id);
    }

    private static void write(Connection connection, Account account, ExecutionEvent event) throws SQLException {
        Writes writes = new Writes(connection);
        AccountRows.update(writes, List.of(account.withSeq(event.seq())));
        EventLog.append(writes, List.of(event));
        writes.execute();
    }
}
