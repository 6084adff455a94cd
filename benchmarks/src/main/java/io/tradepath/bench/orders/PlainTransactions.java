package io.tradepath.bench.orders;

import io.tradepath.bench.RunningSuite;
import io.tradepath.bench.load.Measured;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The reads and writes of a filled market order as PostgreSQL has them where each is a transaction of its own and each row
 * a statement, on tables that are copies of the service's. Nothing is decided, and nothing is around it.
 */
final class PlainTransactions implements AutoCloseable {
    private static final int EVENTS_OF_AN_ORDER = 2;
    /** About as long as an event of an order. */
    private static final String PAYLOAD = "x".repeat(600);

    private final List<Connection> connections = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private final int accounts;

    PlainTransactions(RunningSuite suite, int accounts, int connections) throws IOException, SQLException {
        this.accounts = accounts;
        for (int i = 0; i < connections; i++) {
            this.connections.add(suite.database("executions"));
        }
        try (Statement statement = this.connections.getFirst().createStatement()) {
            statement.execute("CREATE SCHEMA plain");
            for (String table : List.of("account", "orders", "fill", "position", "execution_event", "outbox")) {
                statement.execute("CREATE TABLE plain.%s (LIKE public.%s INCLUDING ALL)".formatted(table, table));
            }
            statement.execute("""
                    INSERT INTO plain.account (id, owner, currency, status, cash, seq)
                    SELECT n::text, 'trader-1', 'USD', 'ACTIVE', 100000, 0 FROM generate_series(0, %d) AS n
                    """.formatted(accounts - 1));
        }
        for (Connection connection : this.connections) {
            connection.setSchema("plain");
            connection.setAutoCommit(false);
        }
    }

    /**
     * Runs until the last is committed.
     *
     * @param paced transactions a second; 0 to saturate
     */
    Measured run(int paced, int seconds) throws Exception {
        Histogram latency = new ConcurrentHistogram(Measured.LATENCY_MAX_NANOS, 3);
        AtomicLong tickets = new AtomicLong();
        long started = System.nanoTime();
        long end = started + TimeUnit.SECONDS.toNanos(seconds);
        try (ExecutorService threads = Executors.newFixedThreadPool(connections.size())) {
            List<Callable<Void>> workers = new ArrayList<>();
            for (Connection connection : connections) {
                workers.add(() -> {
                    work(connection, latency, tickets, started, paced, end);
                    return null;
                });
            }
            for (Future<Void> worker : threads.invokeAll(workers)) {
                worker.get();
            }
        }
        return Measured.of(latency, started);
    }

    private void work(Connection connection, Histogram latency, AtomicLong tickets, long started, int paced, long end)
            throws SQLException {
        while (true) {
            long due = paced == 0
                    ? System.nanoTime()
                    : started + tickets.getAndIncrement() * TimeUnit.SECONDS.toNanos(1) / paced;
            if (due - end >= 0) {
                return;
            }
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            order(connection, next.getAndIncrement());
            latency.recordValue(System.nanoTime() - due);
        }
    }

    private void order(Connection connection, long number) throws SQLException {
        String account = Long.toString(number % accounts);
        UUID id = UUID.randomUUID();
        String key = "plain-" + number;
        long seq = EVENTS_OF_AN_ORDER * (number / accounts) + EVENTS_OF_AN_ORDER;
        execute(
                connection,
                "SELECT owner, currency, status, cash, seq FROM account WHERE id = ? FOR NO KEY UPDATE",
                account);
        execute(connection, "SELECT * FROM orders WHERE account_id = ? AND client_order_id = ?", account, key);
        execute(connection, "SELECT * FROM position WHERE account_id = ?", account);
        execute(connection, """
                INSERT INTO orders (account_id, id, client_order_id, instrument, side, units, filled_units, leaves_units,
                    type, time_in_force, reduce_only, status, average_price, created_at, updated_at)
                VALUES (?, ?, ?, 'EUR_USD', 'BUY', 100, 100, 0, 'MARKET', 'FOK', false, 'FILLED', 1.1, now(), now())
                """, account, id, key);
        execute(connection, """
                INSERT INTO fill (account_id, seq, id, order_id, instrument, side, units, cumulative_units, leaves_units,
                    price, quote_epoch, quote_seq, realised_pl, half_spread_cost, trade_date, filled_at)
                VALUES (?, ?, ?, ?, 'EUR_USD', 'BUY', 100, 100, 0, 1.1, 1, 1, 0, 0.005, current_date, now())
                """, account, seq, UUID.randomUUID(), id);
        execute(connection, """
                INSERT INTO position (account_id, instrument, units, average_price, realised_exact)
                VALUES (?, 'EUR_USD', 100, 1.1, 0)
                ON CONFLICT (account_id, instrument) DO UPDATE SET units = position.units + 100
                """, account);
        execute(connection, "UPDATE account SET seq = ?, cash = cash WHERE id = ?", seq, account);
        for (int i = 1; i <= EVENTS_OF_AN_ORDER; i++) {
            execute(
                    connection,
                    "INSERT INTO execution_event (account_id, seq, time, payload) VALUES (?, ?, now(), ?)",
                    account,
                    seq - EVENTS_OF_AN_ORDER + i,
                    PAYLOAD);
            execute(
                    connection,
                    "INSERT INTO outbox (topic, record_key, payload) VALUES ('execution-events', ?, ?)",
                    account,
                    PAYLOAD);
        }
        connection.commit();
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
