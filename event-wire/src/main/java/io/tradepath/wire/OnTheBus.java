package io.tradepath.wire;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when an event has left the outbox, whichever instance relays it: its row is gone. One thread asks for all who
 * wait.
 */
public final class OnTheBus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnTheBus.class);
    private static final Duration POLL = Duration.ofMillis(4);
    /** Rows asked for at once; those who wait behind them are asked for in the next round. */
    private static final int ASKED_MAX = 1_000;

    private final DataSource db;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Boolean> arrivals = new LinkedBlockingQueue<>(1);
    private final Thread thread;

    public OnTheBus(DataSource db) {
        this.db = db;
        this.thread = Thread.ofPlatform().name("on-the-bus").daemon().start(this::run);
    }

    /** One call that waits; several may wait for one row. */
    private static final class Waiter {
        private final long outboxId;
        private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

        Waiter(long outboxId) {
            this.outboxId = outboxId;
        }
    }

    /**
     * Waits until the outbox row is gone.
     *
     * @param outboxId what {@link Outbox#append} returned, of a transaction that has committed
     * @return false where it was not within {@code max}: the event is safe, and will be published
     */
    public boolean await(long outboxId, Duration max) {
        Waiter waiter = new Waiter(outboxId);
        waiting.add(waiter);
        boolean _ = arrivals.offer(true);
        try {
            return waiter.gone.get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.remove(waiter);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (waiting.isEmpty()) {
                    arrivals.take();
                }
                answer();
                boolean _ = arrivals.poll(POLL.toMillis(), TimeUnit.MILLISECONDS) != null;
            }
        } catch (InterruptedException closed) {
            // Ends the thread.
        }
    }

    private void answer() {
        List<Waiter> asked = waiting.stream().limit(ASKED_MAX).toList();
        if (asked.isEmpty()) {
            return;
        }
        try {
            Set<Long> left = stillThere(
                    asked.stream().map(waiter -> waiter.outboxId).distinct().toList());
            for (Waiter waiter : asked) {
                if (!left.contains(waiter.outboxId)) {
                    waiter.gone.complete(true);
                }
            }
        } catch (SQLException e) {
            // They wait until their time is up, which is short.
            LOG.debug("The outbox cannot be asked: {}", e.getMessage());
        }
    }

    private Set<Long> stillThere(List<Long> ids) throws SQLException {
        try (Connection connection = db.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT id FROM outbox WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("bigint", new ArrayList<>(ids).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                Set<Long> left = new HashSet<>();
                while (rows.next()) {
                    left.add(rows.getLong(1));
                }
                return left;
            }
        }
    }
}
