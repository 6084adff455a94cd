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
import java.util.concurrent.ConcurrentMap;
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
    private final ConcurrentMap<Long, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Boolean> arrivals = new LinkedBlockingQueue<>(1);
    private final Thread thread;

    public OnTheBus(DataSource db) {
        this.db = db;
        this.thread = Thread.ofPlatform().name("on-the-bus").daemon().start(this::run);
    }

    /**
     * Waits until the outbox row is gone.
     *
     * @param outboxId what {@link Outbox#append} returned, of a transaction that has committed
     * @return false where it was not within {@code max}: the event is safe, and will be published
     */
    public boolean await(long outboxId, Duration max) {
        CompletableFuture<Boolean> gone = waiting.computeIfAbsent(outboxId, _ -> new CompletableFuture<>());
        boolean _ = arrivals.offer(true);
        try {
            return gone.get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.remove(outboxId);
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
        List<Long> asked = waiting.keySet().stream().limit(ASKED_MAX).toList();
        if (asked.isEmpty()) {
            return;
        }
        try {
            Set<Long> left = stillThere(asked);
            for (Long id : asked) {
                CompletableFuture<Boolean> waiter = waiting.get(id);
                if (waiter != null && !left.contains(id)) {
                    waiter.complete(true);
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
