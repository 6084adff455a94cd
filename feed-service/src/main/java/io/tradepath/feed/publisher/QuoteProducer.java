package io.tradepath.feed.publisher;

import io.tradepath.events.EventJson;
import io.tradepath.events.QuoteRecord;
import io.tradepath.events.Topics;
import io.tradepath.feed.quotes.QuoteHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One epoch's way to {@code quotes}: in order, each record once, and known to be late when it is. */
final class QuoteProducer implements AutoCloseable {
    /** A record that is not on the bus after this long means that this publisher is cut off. */
    static final Duration LATE = Duration.ofSeconds(2);

    private static final Duration CLAIM_MAX = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile long progressNanos;
    private volatile boolean failed;

    QuoteProducer(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LATE.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LATE.toMillis()));
        // Never by itself: a batch that was given up would leave a gap before the next one, which still goes out. This
        // producer is closed as a whole as soon as it is late.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        this.producer = new KafkaProducer<>(config);
        this.progressNanos = System.nanoTime();
    }

    /** Writes the claim and waits for its offset: the epoch. */
    long claim(QuoteRecord.Claim claim) throws ExecutionException, InterruptedException, TimeoutException {
        return producer.send(kafkaRecord(QuoteRecord.CLAIM_KEY, claim))
                .get(CLAIM_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .offset();
    }

    void beat(QuoteRecord.Beat beat) {
        send(kafkaRecord(QuoteRecord.BEAT_KEY, beat));
    }

    void quote(QuoteRecord.Quoted quoted, @Nullable String position, boolean carried) {
        ProducerRecord<byte[], byte[]> message =
                kafkaRecord(quoted.quote().instrument().toString(), quoted);
        QuoteHeaders.write(message.headers(), position, carried);
        send(message);
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        if (sent.getAndIncrement() == acknowledged.get()) {
            progressNanos = System.nanoTime();
        }
        Future<RecordMetadata> _ = producer.send(message, (_, failure) -> {
            if (failure != null) {
                failed = true;
            }
            acknowledged.incrementAndGet();
            progressNanos = System.nanoTime();
        });
    }

    /** True when what was sent does not arrive. */
    boolean isCutOff() {
        boolean waiting = sent.get() > acknowledged.get();
        return failed || (waiting && System.nanoTime() - progressNanos > LATE.toNanos());
    }

    private static ProducerRecord<byte[], byte[]> kafkaRecord(String key, QuoteRecord value) {
        return new ProducerRecord<>(
                Topics.QUOTES.name(), 0, key.getBytes(StandardCharsets.UTF_8), EventJson.writeBytes(value));
    }

    /** What has not been sent yet is not sent any more: it is old. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
