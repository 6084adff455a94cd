package io.tradepath.feed.candles;

import io.tradepath.events.CandleRecord;
import io.tradepath.events.EventJson;
import io.tradepath.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes candles to the bus. What does not get there is written again: only reading it back settles it. */
final class CandleProducer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandleProducer.class);
    /** What was sent and has not come back is sent again after this long. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    private static final Duration BLOCK_MAX = Duration.ofSeconds(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<CandleKey, Sent> sent = new HashMap<>();

    private record Sent(@Nullable CandleRecord record, long nanos) {}

    CandleProducer(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MAX.toMillis());
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        this.producer = new KafkaProducer<>(config);
    }

    /** Sends those that were not sent as they are now. */
    void write(Map<CandleKey, @Nullable CandleRecord> unwritten) {
        long now = System.nanoTime();
        sent.keySet().retainAll(unwritten.keySet());
        try {
            unwritten.forEach((key, record) -> {
                Sent before = sent.get(key);
                boolean settled = before != null
                        && Objects.equals(before.record(), record)
                        && now - before.nanos() < AGAIN_AFTER.toNanos();
                if (!settled) {
                    byte[] value = record == null ? null : EventJson.writeBytes(record);
                    Future<RecordMetadata> _ =
                            producer.send(new ProducerRecord<>(Topics.CANDLES.name(), 0, key.bytes(), value));
                    sent.put(key, new Sent(record, now));
                }
            });
        } catch (KafkaException away) {
            LOG.warn("Candles are written later: {}", away.toString());
        }
    }

    @Override
    public void close() {
        producer.close(BLOCK_MAX);
    }
}
