package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.executions.account.Account;
import io.tradepath.executions.account.AccountRows;
import io.tradepath.executions.account.AccountRows.Busy;
import io.tradepath.wire.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes whatever orders wait, as one batch and one transaction: whoever waits shares the commit. All
 * orders of an account come to the same lane of an instance, in the order in which they came; lanes of other instances
 * may work on the same account, and its row lock decides.
 */
final class Lane implements Runnable {
    /** Orders that wait; one more is refused. */
    static final int QUEUE_MAX = 256;
    /** Orders taken from the queue for one transaction. */
    static final int BATCH_MAX = 64;
    /** Orders put off because others hold their account's row; one more is refused. */
    static final int PUT_OFF_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Duration IDLE = Duration.ofMillis(100);
    /** How often a batch is begun: again after a lost connection or a deadlock, with a new connection. */
    private static final int ATTEMPTS_MAX = 2;

    private final BlockingQueue<OrderJob> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Deque<OrderJob> putOff = new ArrayDeque<>();
    private final DataSource database;
    private final Supplier<Market> market;
    private final Runnable committed;
    private final LaneMeters meters;
    private volatile boolean closing;

    Lane(DataSource database, Supplier<Market> market, Runnable committed, LaneMeters meters) {
        this.database = database;
        this.market = market;
        this.committed = committed;
        this.meters = meters;
    }

    /** False where the lane is full, or closing. */
    boolean offer(OrderJob job) {
        return !closing && queue.offer(job);
    }

    /** Lets the lane end once what waits has been answered. */
    void close() {
        closing = true;
    }

    int waiting() {
        return queue.size();
    }

    @Override
    public void run() {
        connect();
        while (!closing || !queue.isEmpty() || !putOff.isEmpty()) {
            List<OrderJob> batch = nextBatch();
            try {
                process(batch);
            } catch (RuntimeException | Error unexpected) {
                LOG.error("A batch of {} orders failed", batch.size(), unexpected);
                batch.forEach(job -> job.answer(new OrderOutcome.Failed(unexpected)));
            }
        }
    }

    /** Has the pool open a connection before the first order needs it. */
    private void connect() {
        try (Connection _ = database.getConnection()) {
            LOG.debug("Connected");
        } catch (SQLException away) {
            LOG.warn("No connection yet: {}", away.getMessage());
        }
    }

    /** What was put off comes first, so that an account's orders keep their order. */
    private List<OrderJob> nextBatch() {
        List<OrderJob> batch = new ArrayList<>(putOff);
        putOff.clear();
        if (batch.isEmpty()) {
            OrderJob first = awaitFirst();
            if (first == null) {
                return batch;
            }
            batch.add(first);
        }
        queue.drainTo(batch, BATCH_MAX - 1);
        return batch;
    }

    private @Nullable OrderJob awaitFirst() {
        try {
            return queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing = true;
            return null;
        }
    }

    private void process(List<OrderJob> batch) {
        List<OrderJob> jobs = batch;
        for (int attempt = 1; !jobs.isEmpty(); attempt++) {
            jobs = withoutExpired(jobs);
            try {
                runAsOne(jobs);
                return;
            } catch (SQLException | RuntimeException failure) {
                if (!Failures.isTransient(failure)) {
                    bisect(jobs, failure);
                    return;
                }
                LOG.warn("{} orders, attempt {}: {}", jobs.size(), attempt, failure.getMessage());
                meters.unavailable();
                if (attempt == ATTEMPTS_MAX) {
                    jobs.forEach(job -> job.answer(new OrderOutcome.Unavailable()));
                    return;
                }
            }
        }
    }

    private List<OrderJob> withoutExpired(List<OrderJob> jobs) {
        long now = System.nanoTime();
        Map<Boolean, List<OrderJob>> byExpiry =
                jobs.stream().collect(Collectors.partitioningBy(job -> job.isExpired(now)));
        byExpiry.getOrDefault(true, List.of()).forEach(job -> job.answer(new OrderOutcome.Unavailable()));
        return byExpiry.getOrDefault(false, List.of());
    }

    /** One caller's fault fails no other's order: what cannot be done together is done in two halves. */
    private void bisect(List<OrderJob> jobs, Exception failure) {
        if (jobs.size() == 1) {
            OrderJob job = jobs.getFirst();
            LOG.error("Order {} of account {} failed", job.orderId(), job.accountId(), failure);
            job.answer(new OrderOutcome.Failed(failure));
            return;
        }
        meters.bisected();
        process(jobs.subList(0, jobs.size() / 2));
        process(jobs.subList(jobs.size() / 2, jobs.size()));
    }

    /**
     * The transaction. A failure at the commit leaves it unknown whether it has happened: the next attempt finds out,
     * because it looks the keys up under the row lock before it decides anything.
     */
    private void runAsOne(List<OrderJob> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        Map<OrderJob, OrderOutcome> outcomes;
        List<OrderJob> busy = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            Locked locked = lock(connection, jobs);
            List<OrderJob> free = new ArrayList<>();
            for (OrderJob job : jobs) {
                (locked.heldByOthers.contains(job.accountId()) ? busy : free).add(job);
            }
            outcomes = new OrderTransaction(connection, market).run(free, locked.accounts);
            connection.commit();
        }
        if (outcomes.values().stream().anyMatch(Lane::isNew)) {
            committed.run();
        }
        outcomes.forEach(OrderJob::answer);
        meters.batch(outcomes.values(), System.nanoTime() - start);
        busy.forEach(this::putOff);
    }

    /**
     * What a batch has locked.
     *
     * @param heldByOthers accounts whose rows others hold
     */
    private record Locked(Map<AccountId, Account> accounts, Set<AccountId> heldByOthers) {}

    /**
     * Locks the accounts of the jobs. It waits for those that come for the first time, as long as {@code lock_timeout}
     * lets it; one that has been put off is only waited for where nothing else is to be done.
     */
    private Locked lock(Connection connection, List<OrderJob> jobs) throws SQLException {
        SortedSet<AccountId> all =
                jobs.stream().map(OrderJob::accountId).collect(Collectors.toCollection(TreeSet::new));
        SortedSet<AccountId> late = jobs.stream()
                .filter(OrderJob::isPutOff)
                .map(OrderJob::accountId)
                .collect(Collectors.toCollection(TreeSet::new));
        SortedSet<AccountId> fresh = new TreeSet<>(all);
        fresh.removeAll(late);
        Map<AccountId, Account> accounts = new HashMap<>(lockOrSkip(connection, fresh.isEmpty() ? late : fresh));
        if (!fresh.isEmpty() && !late.isEmpty()) {
            accounts.putAll(AccountRows.lock(connection, late, Busy.SKIP));
        }
        all.removeAll(accounts.keySet());
        return new Locked(accounts, all.isEmpty() ? Set.of() : AccountRows.existing(connection, all));
    }

    private static Map<AccountId, Account> lockOrSkip(Connection connection, Collection<AccountId> ids)
            throws SQLException {
        try {
            return AccountRows.lock(connection, ids, Busy.WAIT);
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            return AccountRows.lock(connection, ids, Busy.SKIP);
        }
    }

    private void putOff(OrderJob job) {
        meters.putOff();
        if (putOff.size() < PUT_OFF_MAX) {
            putOff.add(job.asPutOff());
        } else {
            job.answer(new OrderOutcome.Unavailable());
        }
    }

    private static boolean isNew(OrderOutcome outcome) {
        return outcome instanceof OrderOutcome.Recorded recorded && !recorded.replayed();
    }
}
