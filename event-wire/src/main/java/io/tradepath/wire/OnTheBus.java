package io.tradepath.wire;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
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
 * Tells when an event has left the outbox. Where this instance relays, its relay says so; where another does, the row is
 * gone, and one thread asks for all who wait.
 */
public final class OnTheBus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnTheBus.class);
    private static final Duration POLL = Duration.ofMillis(4);
    /** How long those wait whom the own relay may tell, before the database is asked. */
    private static final Duration POLL_BESIDE_OWN_RELAY = Duration.ofMillis(20);
    /** Ids that the own relay has published and that somebody may yet come to ask for. */
    private static final int REMEMBERED_MAX = 4_096;
    /** Rows asked for at once; those who wait behind them are asked for in the next round. */
    private static final int ASKED_MAX = 1_000;

    private final DataSource db;
    private final Relay relay;
    private final RecentIds published = new RecentIds(REMEMBERED_MAX);
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Boolean> arrivals = new LinkedBlockingQueue<>(1);
    private final Thread thread;

    public OnTheBus(DataSource db, Relay relay) {
        this.db = db;
        this.relay = relay;
        relay.onPublished(this::published);
        this.thread = Thread.ofPlatform().name("on-the-bus").daemon().start(this::run);
    }

    /** The last ids of many. */
    private static final class RecentIds {
        private final int max;
        private final Queue<Long> order = new ArrayDeque<>();
        private final Set<Long> ids = new HashSet<>();

        RecentIds(int max) {
            this.max = max;
        }

        synchronized void addAll(List<Long> more) {
            for (Long id : more) {
                if (ids.add(id)) {
                    order.add(id);
                }
                if (order.size() > max) {
                    ids.remove(order.remove());
                }
            }
        }

        synchronized boolean contains(long id) {
            return ids.contains(id);
        }
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
        // Before the look at what was published: between the two the relay may publish it.
        waiting.add(waiter);
        try {
            if (published.contains(outboxId)) {
                return true;
            }
            boolean _ = arrivals.offer(true);
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

    private void published(List<Long> outboxIds) {
        published.addAll(outboxIds);
        Set<Long> ids = Set.copyOf(outboxIds);
        for (Waiter waiter : waiting) {
            if (ids.contains(waiter.outboxId)) {
                waiter.gone.complete(true);
            }
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (waiting.isEmpty()) {
                    arrivals.take();
                }
                if (relay.isHolder()) {
                    Thread.sleep(POLL_BESIDE_OWN_RELAY);
                    answer();
                } else {
                    answer();
                    boolean _ = arrivals.poll(POLL.toMillis(), TimeUnit.MILLISECONDS) != null;
                }
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
