package io.tradepath.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tradepath.events.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of a topic for this instance alone, from some point on, for as long as it runs.
 *
 * <p>It knows whether what it hands over is live. It is not while the tail catches up: at the start, after it was held up
 * (a stopped process, a long pause), after it lost its connection and its place. A reader that decides by what it last
 * heard (is this price fresh?) must not count what it heard late.
 */
public final class TopicTail implements AutoCloseable {
    /** A tail that was not polled for this long was held up: what it has fetched since may be old. */
    static final Duration HELD_UP = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BACK_OFF = Duration.ofMillis(500);
    private static final int RECORDS_MAX = 2_000;

    private final Topics.Topic topic;
    private final Map<String, Object> kafka;
    private final From from;
    private final Listener listener;
    private final Set<TopicPartition> partitions;
    private final ConsumerThread thread;
    private final Counter failures;
    private volatile boolean live;
    private volatile long polledNanos;

    /**
     * Makes a tail; it reads from {@link #start} on.
     *
     * @param name in thread names and metrics
     * @param kafka client settings, {@code bootstrap.servers} and security
     */
    public TopicTail(
            String name,
            Map<String, Object> kafka,
            Topics.Topic topic,
            From from,
            Listener listener,
            MeterRegistry meters) {
        this.topic = topic;
        this.kafka = Map.copyOf(kafka);
        this.from = from;
        this.listener = listener;
        this.partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .collect(Collectors.toUnmodifiableSet());
        this.thread = new ConsumerThread("tail-" + name, this::run);
        Tags tags = Tags.of("tail", name);
        this.failures = Counter.builder("tradepath.tail.failures")
                .description("Times that the tail lost its place and began anew")
                .tags(tags)
                .register(meters);
        Gauge.builder("tradepath.tail.live", this, tail -> tail.isLive() ? 1 : 0)
                .description("1 where the tail is at the end of its topic")
                .tags(tags)
                .register(meters);
    }

    /** Where to begin. */
    public sealed interface From {
        /** With the oldest record that is kept. */
        static From beginning() {
            return new Ago(null);
        }

        /** With the first record that is not older than this. */
        static From ago(Duration duration) {
            return new Ago(duration);
        }
    }

    private record Ago(@Nullable Duration duration) implements From {}

    /** Who gets the records; called by the tail's thread alone. */
    public interface Listener {
        /**
         * Records in the order of their partition. What is thrown here makes the tail begin anew.
         *
         * @param live false where the tail was not at the end of its topic, or was held up, when it got them
         */
        void records(List<ConsumerRecord<byte[], byte[]>> records, boolean live);

        /** The tail begins, or begins anew: records that were seen before may come again. */
        default void begins() {}
    }

    public void start() {
        thread.start();
    }

    /** True while the tail is at the end of its topic and is being polled. */
    public boolean isLive() {
        return live && System.nanoTime() - polledNanos < HELD_UP.toNanos();
    }

    @Override
    public void close() {
        thread.close();
    }

    private void run() {
        while (!thread.isClosing()) {
            try {
                thread.read(config(), this::read);
            } catch (RuntimeException failure) {
                failures.increment();
                LOG.warn("The tail of {} begins anew: {}", topic.name(), failure.toString());
                live = false;
                thread.awaitClosing(BACK_OFF);
            } finally {
                live = false;
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> opened) {
        opened.assign(partitions);
        seek(opened);
        listener.begins();
        Map<TopicPartition, Long> ends = opened.endOffsets(partitions);
        polledNanos = System.nanoTime();
        while (!thread.isClosing()) {
            ConsumerRecords<byte[], byte[]> records = opened.poll(POLL);
            if (System.nanoTime() - polledNanos > HELD_UP.toNanos()) {
                live = false;
                ends = opened.endOffsets(partitions);
            }
            polledNanos = System.nanoTime();
            boolean wasLive = live;
            for (TopicPartition partition : records.partitions()) {
                listener.records(records.records(partition), wasLive);
            }
            live = isAtEnd(opened, ends);
        }
    }

    private boolean isAtEnd(KafkaConsumer<byte[], byte[]> opened, Map<TopicPartition, Long> ends) {
        for (TopicPartition partition : partitions) {
            long position = opened.position(partition);
            long lag = opened.currentLag(partition).orElse(0);
            if (position < ends.getOrDefault(partition, 0L) || lag > 0) {
                return false;
            }
        }
        return true;
    }

    private void seek(KafkaConsumer<byte[], byte[]> opened) {
        Duration ago = switch (from) {
            case Ago(var duration) -> duration;
        };
        Map<TopicPartition, Long> begins = opened.beginningOffsets(partitions);
        if (ago == null) {
            begins.forEach(opened::seek);
            return;
        }
        Instant since = Clock.systemUTC().instant().minus(ago);
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = opened.offsetsForTimes(times);
        Map<TopicPartition, Long> ends = opened.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            opened.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(kafka);
        // A place that is no longer there is an error here, which begins anew and says so.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_MAX);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return config;
    }
}
