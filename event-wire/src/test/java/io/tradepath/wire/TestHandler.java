package io.tradepath.wire;

import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down each effect; refuses what it is told to. */
final class TestHandler implements InboxHandler<AccountEvent> {
    final Set<String> poison = ConcurrentHashMap.newKeySet();
    final List<AccountId> parked = new CopyOnWriteArrayList<>();
    final List<AccountId> redriven = new CopyOnWriteArrayList<>();

    @Override
    public void lockAccounts(Connection connection, SortedSet<AccountId> accounts) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "SELECT id FROM account WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE")) {
            lock.setArray(
                    1,
                    connection.createArrayOf(
                            "text", accounts.stream().map(AccountId::value).toArray()));
            lock.executeQuery();
        }
    }

    @Override
    public void apply(Connection connection, List<AccountEvent> events) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO effect (account_id, seq) VALUES (?, ?)")) {
            for (AccountEvent event : events) {
                if (poison.contains(event.accountId() + "/" + event.seq())) {
                    throw new IllegalStateException("refused " + event.seq());
                }
                insert.setString(1, event.accountId().value());
                insert.setLong(2, event.seq());
                insert.executeUpdate();
            }
        }
    }

    @Override
    public void parked(Connection connection, AccountId account) {
        parked.add(account);
    }

    @Override
    public void redriven(Connection connection, AccountId account) {
        redriven.add(account);
    }
}
