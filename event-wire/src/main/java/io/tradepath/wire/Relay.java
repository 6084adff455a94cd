package io.tradepath.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.wire.RelayConnection.Backlog;
import io.tradepath.wire.RelayConnection.Row;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a database's outbox; of all the instances on that database one at a time, the holder of an advisory lock.
 *
 * <p>The lock lives and dies with one dedicated connection, and the published rows are deleted over that same
 * connection: a relay that has lost its lock, without having noticed, can delete nothing, and what it still publishes is
 * a repeat that every reader drops. The server ends the connection after {@link #SESSION_IDLE_MAX} of silence, so a
 * holder that was stopped (or whose network is gone) does not keep the others waiting.
 *
 * <p>The holder looks whenever it is told of a commit, by this instance or through a notification by another, and in any
 * case every {@link #POLL}.
 */
public final class Relay implements AutoCloseable {
    /** The holder looks this often when nothing wakes it: the bound on what a lost wake-up can cost. */
    static final Duration POLL = Duration.ofMillis(100);
    /** A standby asks for the lock this often. */
    static final Duration STANDBY_POLL = Duration.ofMillis(500);
    /** The server ends a holder's session after this long without a word; {@link #POLL} is well below it. */
    static final Duration SESSION_IDLE_MAX = Duration.ofSeconds(5);
    /** Pause after a failure of PostgreSQL or Kafka. */
    static final Duration BACK_OFF = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration BACKLOG_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final RelaySettings settings;
    private final Thread thread;
    /** At most a permit or two: any number of commits since the last look are one reason to look. */
    private final Semaphore wakeUps = new Semaphore(0);

    private final Counter published;
    private final Counter failures;
    private volatile Consumer<List<Long>> onPublished = _ -> {};
    private volatile boolean holder;
    private volatile boolean closed;
    private volatile Backlog backlog = Backlog.NONE;
    private long backlogReadNanos = System.nanoTime() - BACKLOG_EVERY.toNanos();

    public Relay(RelaySettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("outbox-relay").daemon().unstarted(this::run);
        this.published = Counter.builder("tradepath.outbox.published")
                .description("Events that Kafka has acknowledged")
                .register(meters);
        this.failures = Counter.builder("tradepath.outbox.failures")
                .description("Rounds of the relay that PostgreSQL or Kafka ended")
                .register(meters);
        Gauge.builder("tradepath.outbox.relay.holder", this, relay -> relay.holder ? 1 : 0)
                .description("1 where this instance relays the outbox")
                .register(meters);
        Gauge.builder("tradepath.outbox.rows", this, relay -> relay.backlog.rows())
                .description("Events that wait to be published")
                .register(meters);
        Gauge.builder("tradepath.outbox.age", this, Relay::backlogAgeSeconds)
                .description("Age of the oldest event that waits to be published")
                .baseUnit("seconds")
                .register(meters);
    }

    public void start() {
        thread.start();
    }

    /** Has {@code listener} told, on the relay's thread, which outbox rows this instance has published. */
    void onPublished(Consumer<List<Long>> listener) {
        onPublished = listener;
    }

    /** True while it is this instance that publishes. */
    boolean isHolder() {
        return holder;
    }

    /** Says that a transaction which appended to the outbox has committed. Never blocks. */
    public void committed() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    /** Ends the relay after the round under way, at the latest after five seconds. What is left stays in the outbox. */
    @Override
    public void close() {
        closed = true;
        wakeUps.release();
        try {
            if (!thread.join(CLOSE_MAX)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                work();
            } catch (SQLException | KafkaException | ExecutionException | TimeoutException e) {
                failures.increment();
                LOG.warn("The relay begins anew: {}", e.toString());
                awaitWakeUp(BACK_OFF);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void work() throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        try (RelayConnection connection = RelayConnection.open(settings)) {
            readBacklog(connection);
            standBy(connection);
            if (!closed) {
                holder = true;
                hold(connection);
            }
        } finally {
            holder = false;
        }
    }

    /** Waits for the lock, and passes this instance's wake-ups on to whoever has it. */
    private void standBy(RelayConnection connection) throws SQLException, InterruptedException {
        while (!closed && !connection.tryLock()) {
            if (wakeUps.tryAcquire(STANDBY_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                connection.notifyHolder();
            }
            readBacklog(connection);
        }
    }

    private void hold(RelayConnection connection)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        LOG.info("This instance relays the outbox of {}", settings.jdbcUrl());
        TopicSetup.create(settings.kafka(), settings.topics());
        try (CommitListener _ = CommitListener.open(settings, this::committed);
                Publisher publisher = Publisher.open(settings)) {
            while (!closed) {
                readBacklog(connection);
                if (relayRound(connection, publisher) < RelayConnection.BATCH_ROWS_MAX) {
                    // What has committed since the round looked has left a permit, or is found by the next poll.
                    awaitWakeUp(POLL);
                }
            }
        }
    }

    /** Publishes the oldest rows and deletes those that were acknowledged. */
    private int relayRound(RelayConnection connection, Publisher publisher) throws SQLException, InterruptedException {
        List<Row> rows = connection.oldest();
        if (rows.isEmpty()) {
            return 0;
        }
        int acknowledged = publisher.publish(rows, connection::ping);
        if (acknowledged > 0) {
            connection.delete(rows.subList(0, acknowledged));
            published.increment(acknowledged);
            onPublished.accept(rows.stream().limit(acknowledged).map(Row::id).toList());
        }
        if (acknowledged < rows.size()) {
            throw new KafkaException(
                    "%d of %d events were not acknowledged".formatted(rows.size() - acknowledged, rows.size()));
        }
        return acknowledged;
    }

    private void readBacklog(RelayConnection connection) throws SQLException {
        if (System.nanoTime() - backlogReadNanos >= BACKLOG_EVERY.toNanos()) {
            backlog = connection.backlog();
            backlogReadNanos = System.nanoTime();
        }
    }

    /** Grows while PostgreSQL cannot be asked: the age is counted from the last oldest row that was seen. */
    private double backlogAgeSeconds() {
        Instant oldest = backlog.oldest();
        return oldest == null
                ? 0
                : Math.max(
                        0, Duration.between(oldest, Clock.systemUTC().instant()).toMillis() / 1000.0);
    }

    private void awaitWakeUp(Duration max) {
        try {
            if (wakeUps.tryAcquire(max.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
