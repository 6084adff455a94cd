package io.tradepath.wire;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of commits by other instances, on a connection of its own so that the holder need not wait for two things at
 * once. Best effort: when its connection fails it ends, and the holder's poll remains.
 */
final class CommitListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitListener.class);
    private static final int WAIT_MS = 1_000;
    private static final int SOCKET_TIMEOUT_S = 5;

    private final Connection connection;
    private final Runnable onCommit;
    private volatile boolean closed;

    private CommitListener(Connection connection, Runnable onCommit) {
        this.connection = connection;
        this.onCommit = onCommit;
    }

    static CommitListener open(RelaySettings settings, Runnable onCommit) throws SQLException {
        CommitListener listener = new CommitListener(RelayConnection.connect(settings, SOCKET_TIMEOUT_S), onCommit);
        Thread.ofVirtual().name("outbox-commits").start(listener::listen);
        return listener;
    }

    private void listen() {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + RelayConnection.CHANNEL);
            PGConnection notifications = connection.unwrap(PGConnection.class);
            while (!closed) {
                if (notifications.getNotifications(WAIT_MS).length > 0) {
                    onCommit.run();
                }
            }
        } catch (SQLException e) {
            if (!closed) {
                LOG.warn("Commits of other instances are found by polling from here on: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
