package io.tradepath.wire;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The connection that the relay's lock lives and dies with. */
final class RelayConnection implements AutoCloseable {
    /** Rows of one round. */
    static final int BATCH_ROWS_MAX = 500;
    /** The channel on which instances tell the holder of commits. */
    static final String CHANNEL = "outbox";

    private static final int SOCKET_TIMEOUT_S = 3;
    private static final int LOGIN_TIMEOUT_S = 10;
    /** "outbox" in a number: the key of the advisory lock, one a database. */
    private static final long LOCK = 0x6f7574626f78L;

    private final Connection connection;

    private RelayConnection(Connection connection) {
        this.connection = connection;
    }

    static RelayConnection open(RelaySettings settings) throws SQLException {
        Connection connection = connect(settings, SOCKET_TIMEOUT_S);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET idle_session_timeout = " + Relay.SESSION_IDLE_MAX.toMillis());
            // It only deletes what Kafka has. A deletion that a crash undoes is a repeat, which every reader drops; to
            // flush each to disk would keep the events behind it waiting.
            statement.execute("SET synchronous_commit = off");
            // Most of the outbox is what was deleted since the last VACUUM: by index that is passed over.
            statement.execute("SET enable_seqscan = off");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new RelayConnection(connection);
    }

    static Connection connect(RelaySettings settings, int socketTimeoutSeconds) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("socketTimeout", Integer.toString(socketTimeoutSeconds));
        properties.setProperty("connectTimeout", Integer.toString(SOCKET_TIMEOUT_S));
        // Otherwise the driver's global default, which a connection pool may have lowered.
        properties.setProperty("loginTimeout", Integer.toString(LOGIN_TIMEOUT_S));
        properties.setProperty("ApplicationName", "outbox-relay");
        return DriverManager.getConnection(settings.jdbcUrl(), properties);
    }

    /** True when the lock is this connection's now. */
    boolean tryLock() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, LOCK);
            try (ResultSet answer = lock.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    void notifyHolder() throws SQLException {
        execute("NOTIFY " + CHANNEL);
    }

    /** Keeps the session from falling idle. */
    void ping() throws SQLException {
        execute("SELECT 1");
    }

    /** The rows with the lowest ids that there are now, in id order: never "those above the last", see the table. */
    List<Row> oldest() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, topic, record_key, payload FROM outbox ORDER BY id LIMIT " + BATCH_ROWS_MAX)) {
            try (ResultSet rows = select.executeQuery()) {
                List<Row> batch = new ArrayList<>();
                while (rows.next()) {
                    batch.add(new Row(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4)));
                }
                return batch;
            }
        }
    }

    void delete(List<Row> rows) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
            delete.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", rows.stream().map(Row::id).toArray()));
            delete.executeUpdate();
        }
    }

    /** How many rows wait, and since when the oldest does. */
    Backlog backlog() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*), min(created_at) FROM outbox")) {
            try (ResultSet answer = select.executeQuery()) {
                answer.next();
                OffsetDateTime oldest = answer.getObject(2, OffsetDateTime.class);
                return new Backlog(answer.getLong(1), oldest == null ? null : oldest.toInstant());
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** A row of the outbox. */
    record Row(long id, String topic, String key, String payload) {}

    /** What waits in the outbox. */
    record Backlog(long rows, @Nullable Instant oldest) {
        static final Backlog NONE = new Backlog(0, null);
    }
}
