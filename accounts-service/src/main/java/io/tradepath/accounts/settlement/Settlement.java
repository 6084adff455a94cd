package io.tradepath.accounts.settlement;

import io.tradepath.accounts.account.AccountRow;
import io.tradepath.accounts.account.AccountRows;
import io.tradepath.accounts.account.CloseOnlyCause;
import io.tradepath.accounts.events.AccountEvents;
import io.tradepath.accounts.ledger.Journal;
import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountEvent.AccountStatusChanged;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.Identifiers;
import io.tradepath.events.TransactionId;
import io.tradepath.wire.EventRefused;
import io.tradepath.wire.InboxHandler;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Writes what executions' events do to accounts, in the transaction in which the wire takes note of them. */
@Component
final class Settlement implements InboxHandler<ExecutionEvent> {
    private final Clock clock;

    Settlement(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void lockAccounts(Connection connection, SortedSet<AccountId> accounts) {
        AccountRows.lock(template(connection), accounts);
    }

    @Override
    public void apply(Connection connection, List<ExecutionEvent> events) {
        JdbcTemplate db = template(connection);
        SortedSet<AccountId> ids = new TreeSet<>();
        events.forEach(event -> ids.add(event.accountId()));
        SortedMap<AccountId, AccountRow> accounts = AccountRows.lock(db, ids);
        SortedMap<AccountId, AccountRow> before = new TreeMap<>(accounts);
        Instant now = now();
        List<Effect> effects = new ArrayList<>();
        for (ExecutionEvent event : events) {
            AccountRow account = accounts.get(event.accountId());
            if (account == null) {
                throw new EventRefused("there is no account %s".formatted(event.accountId()), null);
            }
            Effect effect = Effect.of(account, event, new TransactionId(Identifiers.next()), now);
            accounts.put(event.accountId(), effect.account());
            effects.add(effect);
        }
        write(db, before, effects);
    }

    @Override
    public void parked(Connection connection, AccountId account) {
        change(connection, account, (row, now) -> Effect.closeOnly(row, CloseOnlyCause.PARKED_HERE, now));
    }

    @Override
    public void redriven(Connection connection, AccountId account) {
        change(connection, account, (row, now) -> Effect.lifted(row, CloseOnlyCause.PARKED_HERE, now));
    }

    /** An event may be parked because there is no such account; then there is nothing to change. */
    private void change(Connection connection, AccountId account, BiFunction<AccountRow, Instant, Effect> decide) {
        JdbcTemplate db = template(connection);
        AccountRows.lock(db, account)
                .ifPresent(row -> write(db, Map.of(account, row), List.of(decide.apply(row, now()))));
    }

    /** @param before the accounts' rows as they are in the database */
    private static void write(JdbcTemplate db, Map<AccountId, AccountRow> before, List<Effect> effects) {
        try {
            Journal.write(
                    db,
                    effects.stream().map(Effect::entry).filter(Objects::nonNull).toList());
        } catch (DuplicateKeyException e) {
            throw new EventRefused("a fill that has been settled before", e);
        }
        Map<AccountId, AccountRow> changed = new TreeMap<>();
        Map<AccountId, AccountState> states = new TreeMap<>();
        List<AccountEvent> events = new ArrayList<>();
        for (Effect effect : effects) {
            AccountRow row = effect.account();
            if (row.equals(before.get(row.id()))) {
                changed.remove(row.id());
            } else {
                changed.put(row.id(), row);
            }
            if (effect.event() != null) {
                events.add(effect.event());
            }
            if (effect.event() instanceof AccountStatusChanged) {
                states.put(row.id(), row.state());
            }
        }
        AccountRows.update(db, changed.values());
        AccountEvents.append(db, events, List.copyOf(states.values()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS); // what the database keeps
    }

    private static JdbcTemplate template(Connection connection) {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }
}
