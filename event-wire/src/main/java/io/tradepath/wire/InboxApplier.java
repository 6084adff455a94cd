package io.tradepath.wire;

import io.tradepath.events.AccountId;
import io.tradepath.events.SequencedEvent;
import io.tradepath.wire.InboxStore.Applied;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies records in transactions: a whole batch in one where that goes, otherwise account by account, so that a poison
 * event stops its own account and no other.
 */
final class InboxApplier<E extends SequencedEvent> {
    /** Events that one re-drive applies at the most; another call goes on. */
    static final int REDRIVE_EVENTS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(InboxApplier.class);
    private static final String UNREADABLE = "the record cannot be read";
    private static final int REASON_LENGTH_MAX = 500;

    private final DataSource db;
    private final InboxStore<E> store;
    private final InboxHandler<E> handler;

    InboxApplier(DataSource db, InboxStore<E> store, InboxHandler<E> handler) {
        this.db = db;
        this.store = store;
        this.handler = handler;
    }

    /** What became of a batch. */
    record Outcome(int applied, int duplicates, int held) {
        static final Outcome NOTHING = new Outcome(0, 0, 0);

        Outcome plus(Outcome other) {
            return new Outcome(applied + other.applied, duplicates + other.duplicates, held + other.held);
        }
    }

    /**
     * Applies records and moves their partitions' positions behind them.
     *
     * @param nextOffsets of each of the partitions
     * @param byAccount each account's records in the order of offsets
     * @throws SQLException where the database cannot do its work: nothing, or whole accounts, have been applied, and the
     *     same records may come again
     */
    Outcome apply(SortedMap<Integer, Long> nextOffsets, SortedMap<AccountId, List<Received<E>>> byAccount)
            throws SQLException {
        try {
            return inTransaction(connection -> {
                Outcome outcome = applyAll(connection, byAccount);
                store.advance(connection, nextOffsets);
                return outcome;
            });
        } catch (SQLException | RuntimeException failure) {
            rethrowIfTransient(failure);
            LOG.warn("A batch up to {} is applied account by account: {}", nextOffsets, failure.toString());
        }
        Outcome outcome = Outcome.NOTHING;
        for (Map.Entry<AccountId, List<Received<E>>> account : byAccount.entrySet()) {
            outcome = outcome.plus(applyOrPark(account.getKey(), account.getValue()));
        }
        inTransaction(connection -> {
            store.advance(connection, nextOffsets);
            return nextOffsets;
        });
        return outcome;
    }

    private Outcome applyOrPark(AccountId account, List<Received<E>> records) throws SQLException {
        Outcome outcome = Outcome.NOTHING;
        for (int i = 0; i < records.size(); i++) {
            SortedMap<AccountId, List<Received<E>>> one = new TreeMap<>(Map.of(account, List.of(records.get(i))));
            try {
                outcome = outcome.plus(inTransaction(connection -> applyAll(connection, one)));
            } catch (SQLException | RuntimeException failure) {
                rethrowIfTransient(failure);
                List<Received<E>> rest = records.subList(i, records.size());
                String reason = reason(failure);
                inTransaction(connection -> {
                    handler.lockAccounts(connection, new TreeSet<>(List.of(account)));
                    store.hold(connection, account, rest);
                    park(connection, account, reason);
                    return account;
                });
                return outcome.plus(new Outcome(0, 0, rest.size()));
            }
        }
        return outcome;
    }

    /** In one transaction: locks, decides by {@link Sequence}, applies, and writes down what was done. */
    private Outcome applyAll(Connection connection, SortedMap<AccountId, List<Received<E>>> byAccount)
            throws SQLException {
        SortedSet<AccountId> accounts = new TreeSet<>(byAccount.keySet());
        handler.lockAccounts(connection, accounts);
        Map<AccountId, Applied> applied = store.applied(connection, accounts);
        Map<AccountId, List<Received<E>>> held = store.held(connection, accounts);

        List<E> apply = new ArrayList<>();
        Map<AccountId, Long> appliedSeq = new LinkedHashMap<>();
        List<AccountId> poisoned = new ArrayList<>();
        int duplicates = 0;
        int holding = 0;
        for (Map.Entry<AccountId, List<Received<E>>> entry : byAccount.entrySet()) {
            AccountId account = entry.getKey();
            Applied before = applied.getOrDefault(account, Applied.NOTHING);
            Sequence.Plan<E> plan = Sequence.plan(
                    before.seq(), before.parked(), held.getOrDefault(account, List.of()), entry.getValue());
            if (!plan.apply().isEmpty()) {
                apply.addAll(plan.apply());
                appliedSeq.put(account, plan.appliedSeq());
            }
            if (plan.poisoned() && !before.parked()) {
                poisoned.add(account);
            }
            store.hold(connection, account, plan.hold());
            store.release(connection, account, plan.release());
            duplicates += plan.duplicates();
            holding += plan.hold().size();
        }
        if (!apply.isEmpty()) {
            handler.apply(connection, apply);
            store.setApplied(connection, appliedSeq);
        }
        for (AccountId account : poisoned) {
            park(connection, account, UNREADABLE);
        }
        return new Outcome(apply.size(), duplicates, holding);
    }

    private void park(Connection connection, AccountId account, String reason) throws SQLException {
        LOG.error("Account {} is parked: {}", account, reason);
        store.setParked(connection, account, reason);
        handler.parked(connection, account);
    }

    /**
     * Applies what is held of a parked account, in order, as far as it goes. A record that cannot be read stands for
     * nothing when the sequence has no gap without it, and is then dropped.
     */
    Redriven redrive(AccountId account) throws SQLException {
        return inTransaction(connection -> {
            SortedSet<AccountId> one = new TreeSet<>(List.of(account));
            handler.lockAccounts(connection, one);
            Applied before = store.applied(connection, one).getOrDefault(account, Applied.NOTHING);
            List<Received<E>> held = store.held(connection, one).getOrDefault(account, List.of());
            if (!before.parked()) {
                return new Redriven(account, 0, held.size(), null);
            }
            return redrive(connection, account, before.seq(), held);
        });
    }

    private Redriven redrive(Connection connection, AccountId account, long appliedSeq, List<Received<E>> held)
            throws SQLException {
        Map<Long, E> waiting = new HashMap<>();
        for (Received<E> record : held) {
            if (record.event() != null) {
                waiting.putIfAbsent(record.event().seq(), record.event());
            }
        }
        long applied = appliedSeq;
        String reason = null;
        E next = waiting.get(applied + 1);
        while (next != null && reason == null && applied - appliedSeq < REDRIVE_EVENTS_MAX) {
            reason = tryApply(connection, next);
            if (reason == null) {
                applied++;
                waiting.remove(applied);
                next = waiting.get(applied + 1);
            }
        }
        if (reason == null && !waiting.isEmpty()) {
            reason = next == null
                    ? "event %d has not come".formatted(applied + 1)
                    : "event %d is left for the next re-drive".formatted(applied + 1);
        }
        long appliedTo = applied;
        boolean lifted = reason == null;
        List<Received<E>> done = held.stream()
                .filter(record ->
                        record.event() == null ? lifted : record.event().seq() <= appliedTo)
                .toList();
        store.setApplied(connection, Map.of(account, applied));
        store.release(connection, account, done);
        store.setParked(connection, account, reason);
        if (lifted) {
            handler.redriven(connection, account);
            LOG.info("Account {} is no longer parked: {} events applied", account, applied - appliedSeq);
        }
        return new Redriven(account, Math.toIntExact(applied - appliedSeq), held.size() - done.size(), reason);
    }

    /** Applies one event behind a savepoint; answers why it failed, or null. */
    private @Nullable String tryApply(Connection connection, E event) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            handler.apply(connection, List.of(event));
            connection.releaseSavepoint(before);
            return null;
        } catch (SQLException | RuntimeException failure) {
            rethrowIfTransient(failure);
            connection.rollback(before);
            return reason(failure);
        }
    }

    private static void rethrowIfTransient(Exception failure) throws SQLException {
        if (!Failures.isTransient(failure)) {
            return;
        }
        if (failure instanceof SQLException sql) {
            throw sql;
        }
        throw new SQLException("the database could not do its work", failure);
    }

    /** Why an event cannot be applied, for an operator: without class names and SQL, which are in the log. */
    private static String reason(Exception failure) {
        LOG.error("An event cannot be applied", failure);
        String text = failure instanceof EventRefused
                ? String.valueOf(failure.getMessage())
                : Failures.databaseRefusal(failure).orElseGet(() -> String.valueOf(failure.getMessage()));
        return text.length() <= REASON_LENGTH_MAX ? text : text.substring(0, REASON_LENGTH_MAX);
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                rollback(connection, failure);
                throw failure;
            }
        }
    }

    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }
}
