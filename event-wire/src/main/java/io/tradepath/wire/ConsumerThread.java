package io.tradepath.wire;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The one thread of something that reads Kafka for as long as it runs, with one consumer at a time. */
public final class ConsumerThread implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Makes a thread.
     *
     * @param body ends soon after {@link #isClosing}
     */
    public ConsumerThread(String name, Runnable body) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(body);
    }

    /** What is done with a consumer. */
    @FunctionalInterface
    public interface Reading<X extends Exception> {
        void with(KafkaConsumer<byte[], byte[]> consumer) throws X;
    }

    public void start() {
        thread.start();
    }

    /**
     * Opens a consumer and closes it when the reading ends, which {@link #close} brings about by waking it from its poll.
     * It reads bytes, commits nothing by itself and makes no topics.
     *
     * @param config what else the consumer is to have
     */
    public <X extends Exception> void read(Map<String, Object> config, Reading<X> reading) throws X {
        try (KafkaConsumer<byte[], byte[]> opened = new KafkaConsumer<>(withDefaults(config))) {
            consumer = opened;
            reading.with(opened);
        } catch (WakeupException closed) {
            // Ends the reading.
        } finally {
            consumer = null;
        }
    }

    public boolean isClosing() {
        return awaitClosing(Duration.ZERO);
    }

    /** Waits for {@link #close}, no longer than this: a pause that does not hold up the end. True when it has come. */
    public boolean awaitClosing(Duration max) {
        try {
            return closing.await(max.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
            return true;
        }
    }

    /** Ends the thread after what is under way, and interrupts it after five seconds. */
    @Override
    public void close() {
        closing.countDown();
        KafkaConsumer<byte[], byte[]> running = consumer;
        if (running != null) {
            running.wakeup();
        }
        try {
            if (!thread.join(CLOSE_MAX)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> withDefaults(Map<String, Object> given) {
        Map<String, Object> config = new HashMap<>(given);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }
}
