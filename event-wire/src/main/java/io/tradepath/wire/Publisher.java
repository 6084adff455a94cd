package io.tradepath.wire;

import io.tradepath.wire.RelayConnection.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends rows to Kafka in their order, by one idempotent producer. */
final class Publisher implements AutoCloseable {
    /** A record that is not acknowledged by then has failed, and with it all that follow. */
    static final Duration DELIVERY_MAX = Duration.ofSeconds(10);

    /** What is sent at once goes in one request: the events of an order are read, and applied, together. */
    private static final Duration LINGER = Duration.ofMillis(1);

    private static final Duration REQUEST_MAX = Duration.ofSeconds(4);
    private static final Duration BLOCK_MAX = Duration.ofSeconds(2);
    private static final Duration PING_EVERY = Duration.ofSeconds(1);

    private final KafkaProducer<String, String> producer;

    private Publisher(KafkaProducer<String, String> producer) {
        this.producer = producer;
    }

    static Publisher open(RelaySettings settings) {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER.toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(DELIVERY_MAX.toMillis()));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(REQUEST_MAX.toMillis()));
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MAX.toMillis());
        return new Publisher(new KafkaProducer<>(config, new StringSerializer(), new StringSerializer()));
    }

    /**
     * Sends the rows and waits until Kafka has acknowledged them; {@code ping} is called each second meanwhile.
     *
     * @return how many of the first rows were acknowledged one and all; where it is not all of them, this publisher is
     *     of no more use
     */
    int publish(List<Row> rows, Ping ping) throws SQLException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(rows.size());
        try {
            for (Row row : rows) {
                sent.add(producer.send(new ProducerRecord<>(row.topic(), row.key(), row.payload())));
            }
        } catch (KafkaException refused) {
            // What was sent before may still be acknowledged; what follows was not sent.
        }
        int acknowledged = 0;
        for (Future<RecordMetadata> record : sent) {
            if (!isAcknowledged(record, ping)) {
                break;
            }
            acknowledged++;
        }
        return acknowledged;
    }

    private static boolean isAcknowledged(Future<RecordMetadata> record, Ping ping)
            throws SQLException, InterruptedException {
        // Bounded: the producer completes each record within DELIVERY_MAX.
        while (true) {
            try {
                record.get(PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException stillWaiting) {
                ping.ping();
            } catch (ExecutionException failed) {
                return false;
            }
        }
    }

    /** Sends nothing more, not even what it has taken. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    /** Keeps the relay's session alive. */
    interface Ping {
        void ping() throws SQLException;
    }
}
