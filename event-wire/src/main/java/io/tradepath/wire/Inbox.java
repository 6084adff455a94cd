package io.tradepath.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tradepath.events.AccountId;
import io.tradepath.events.EventJson;
import io.tradepath.events.SequencedEvent;
import io.tradepath.wire.InboxApplier.Outcome;
import io.tradepath.wire.InboxStore.Waiting;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a topic's events to the service's database, each once and in the order of its account.
 *
 * <p>The partitions are shared out over the instances by a consumer group, but nothing depends on there being one owner:
 * positions are kept in the database and move with the effects, and {@code applied_seq} sorts out what comes twice. A
 * database or broker that is away is waited for; the records stay where they are.
 *
 * @param <E> the events of the topic
 */
public final class Inbox<E extends SequencedEvent> implements AutoCloseable {
    /** Records of one round, over all partitions. */
    static final int POLL_RECORDS_MAX = 500;
    /** An account that waits longer than this for a missing event is an alarm. */
    static final Duration GAP_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BACK_OFF = Duration.ofMillis(500);
    private static final Duration WAITING_EVERY = Duration.ofSeconds(1);
    private static final int PARKED_LISTED_MAX = 1_000;
    private static final int SESSION_TIMEOUT_MS = 6_000;
    private static final int HEARTBEAT_MS = 1_500;

    private final InboxSettings settings;
    private final DataSource db;
    private final InboxStore<E> store;
    private final InboxApplier<E> applier;
    private final Class<E> type;
    private final ConsumerThread thread;

    private final Counter applied;
    private final Counter duplicates;
    private final Counter failures;
    private volatile Waiting waiting = Waiting.NONE;
    private long waitingReadNanos = System.nanoTime() - WAITING_EVERY.toNanos();

    public Inbox(InboxSettings settings, Class<E> type, DataSource db, InboxHandler<E> handler, MeterRegistry meters) {
        this.settings = settings;
        this.type = type;
        this.db = db;
        this.store = new InboxStore<>(settings.topic().name(), this::decode);
        this.applier = new InboxApplier<>(db, store, handler);
        this.thread = new ConsumerThread("inbox-" + settings.topic().name(), this::run);
        Tags tags = Tags.of("topic", settings.topic().name());
        this.applied = Counter.builder("tradepath.inbox.applied")
                .description("Events applied")
                .tags(tags)
                .register(meters);
        this.duplicates = Counter.builder("tradepath.inbox.duplicates")
                .description("Events dropped because they had been applied before")
                .tags(tags)
                .register(meters);
        this.failures = Counter.builder("tradepath.inbox.failures")
                .description("Rounds that PostgreSQL or Kafka ended; their events come again")
                .tags(tags)
                .register(meters);
        gauge(
                meters,
                tags,
                "tradepath.inbox.parked.accounts",
                "Accounts that wait for a re-drive",
                inbox -> inbox.waiting.parkedAccounts());
        gauge(
                meters,
                tags,
                "tradepath.inbox.gap.accounts",
                "Accounts that wait for a missing event",
                inbox -> inbox.waiting.gapAccounts());
        gauge(
                meters,
                tags,
                "tradepath.inbox.gap.overdue",
                "Those that have waited for over 10 seconds",
                inbox -> inbox.waiting.overdueGapAccounts());
        gauge(meters, tags, "tradepath.inbox.gap.age.seconds", "How long the oldest of them has waited", Inbox::gapAge);
    }

    private void gauge(
            MeterRegistry meters, Tags tags, String name, String description, ToDoubleFunction<Inbox<E>> value) {
        Gauge.builder(name, this, value).description(description).tags(tags).register(meters);
    }

    public void start() {
        thread.start();
    }

    /** Ends after the batch under way, at the latest after five seconds, and leaves the group. */
    @Override
    public void close() {
        thread.close();
    }

    /** The accounts that wait for a re-drive, longest first, at most 1,000. */
    public List<ParkedAccount> parked() throws SQLException {
        try (Connection connection = db.getConnection()) {
            return store.parked(connection, PARKED_LISTED_MAX);
        }
    }

    /**
     * Applies what is held of a parked account, in order, as far as it goes; on any instance, whoever owns the partition.
     * An account that is not parked is left as it is.
     */
    public Redriven redrive(AccountId account) throws SQLException {
        return applier.redrive(account);
    }

    private void run() {
        while (!thread.isClosing()) {
            try {
                thread.read(config(), this::consume);
            } catch (SQLException | RuntimeException failure) {
                failures.increment();
                LOG.warn("The inbox of {} begins anew: {}", settings.topic().name(), failure.toString());
                thread.awaitClosing(BACK_OFF);
            }
        }
    }

    private void consume(KafkaConsumer<byte[], byte[]> opened) throws SQLException {
        opened.subscribe(List.of(settings.topic().name()), new SeekToPositions(opened));
        while (!thread.isClosing()) {
            ConsumerRecords<byte[], byte[]> records = opened.poll(POLL);
            if (!records.isEmpty() && !applyAll(opened, records)) {
                thread.awaitClosing(BACK_OFF);
            }
            readWaiting();
        }
    }

    /** Applies what one poll has brought; false where that could not be done, and it is read again. */
    private boolean applyAll(KafkaConsumer<byte[], byte[]> opened, ConsumerRecords<byte[], byte[]> records) {
        SortedMap<Integer, Long> nextOffsets = new TreeMap<>();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            long nextOffset = records.records(partition).getLast().offset() + 1;
            nextOffsets.put(partition.partition(), nextOffset);
            positions.put(partition, new OffsetAndMetadata(nextOffset));
        }
        try {
            Outcome outcome = applier.apply(nextOffsets, byAccount(records));
            applied.increment(outcome.applied());
            duplicates.increment(outcome.duplicates());
        } catch (SQLException | RuntimeException failure) {
            failures.increment();
            LOG.warn("{} events are read again: {}", records.count(), failure.toString());
            for (TopicPartition partition : records.partitions()) {
                opened.seek(partition, records.records(partition).getFirst().offset());
            }
            return false;
        }
        // For whoever watches the group's lag; the position that counts is in the database.
        opened.commitAsync(positions, null);
        return true;
    }

    private SortedMap<AccountId, List<Received<E>>> byAccount(ConsumerRecords<byte[], byte[]> records) {
        SortedMap<AccountId, List<Received<E>>> byAccount = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            AccountId account = accountOf(record);
            if (account == null) {
                LOG.error("A record without an account's key, passed over: {}", describe(record));
                continue;
            }
            E event = decode(record.value());
            boolean belongs = event == null || event.accountId().equals(account);
            byAccount
                    .computeIfAbsent(account, _ -> new ArrayList<>())
                    .add(new Received<>(record.partition(), record.offset(), record.value(), belongs ? event : null));
        }
        return byAccount;
    }

    private static @Nullable AccountId accountOf(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.key() == null ? null : new AccountId(new String(record.key(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    private @Nullable E decode(byte @Nullable [] payload) {
        try {
            return payload == null ? null : EventJson.read(payload, type);
        } catch (RuntimeException unreadable) {
            LOG.error("An event that cannot be read: {}", unreadable.getMessage());
            return null;
        }
    }

    private static String describe(ConsumerRecord<byte[], byte[]> record) {
        return "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
    }

    private void readWaiting() {
        if (System.nanoTime() - waitingReadNanos < WAITING_EVERY.toNanos()) {
            return;
        }
        waitingReadNanos = System.nanoTime();
        try (Connection connection = db.getConnection()) {
            Waiting now = store.waiting(connection, Math.toIntExact(GAP_MAX.toSeconds()));
            if (now.overdueGapAccounts() > waiting.overdueGapAccounts()) {
                LOG.error(
                        "{} accounts have waited for a missing event for over {} s",
                        now.overdueGapAccounts(),
                        GAP_MAX.toSeconds());
            }
            waiting = now;
        } catch (SQLException e) {
            LOG.warn("Waiting accounts cannot be counted: {}", e.getMessage());
        }
    }

    private double gapAge() {
        Instant oldest = waiting.oldestGap();
        return oldest == null
                ? 0
                : Math.max(
                        0, Duration.between(oldest, Clock.systemUTC().instant()).toMillis() / 1000.0);
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        return config;
    }

    /** Starts each partition where the database says, whatever the group has committed. */
    private final class SeekToPositions implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> opened;

        SeekToPositions(KafkaConsumer<byte[], byte[]> opened) {
            this.opened = opened;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Nothing to hand over: position and effects committed together.
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            Map<TopicPartition, Long> ends = opened.endOffsets(partitions);
            try (Connection connection = db.getConnection()) {
                Map<Integer, Long> positions = store.positions(connection);
                for (TopicPartition partition : partitions) {
                    long position = positions.getOrDefault(partition.partition(), 0L);
                    long end = ends.getOrDefault(partition, 0L);
                    if (position > end) {
                        LOG.error(
                                "{} ends at {}, before the position {}: read again from its start",
                                partition,
                                end,
                                position);
                        store.setBack(connection, partition.partition(), 0);
                        position = 0;
                    }
                    opened.seek(partition, position);
                }
            } catch (SQLException e) {
                throw new KafkaException("the positions cannot be read", e);
            }
        }
    }
}
