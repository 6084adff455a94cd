package io.tradepath.backing.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.backing.BackingProcess;
import io.tradepath.backing.SharedBacking;
import io.tradepath.backing.state.BackingException;
import io.tradepath.backing.state.LoopbackPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKafkaTest {
    private static final int ENDED_BY_TERM = 128 + 15;

    @Test
    void keepsRecordsAndClusterIdWhenKilled(@TempDir Path directory) throws Exception {
        int port = LoopbackPort.anyFree();
        String broker = "127.0.0.1:" + port;
        BackingProcess killed = BackingProcess.startReady("kafka", directory, port);
        createTopic(broker, "kept", 3);
        produce(broker, "kept", "one", "two", "three");
        String clusterId = clusterId(broker);

        killed.kill();

        try (BackingProcess _ = BackingProcess.startReady("kafka", directory, port)) {
            assertThat(records(broker, "kept", 3)).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(clusterId(broker)).isEqualTo(clusterId);
        }
    }

    @Test
    void keepsRecordsOverATermAndEndsInOrder(@TempDir Path directory) throws Exception {
        int port = LoopbackPort.anyFree();
        String broker = "127.0.0.1:" + port;
        BackingProcess ended = BackingProcess.startReady("kafka", directory, port);
        createTopic(broker, "kept", 1);
        produce(broker, "kept", "one");

        ended.terminate();

        assertThat(ended.awaitExit()).isEqualTo(ENDED_BY_TERM);
        try (LocalKafka again = LocalKafka.start(directory, port)) {
            assertThat(records(again.bootstrapServers(), "kept", 1)).containsExactly("one");
        }
    }

    @Test
    void makesNoTopicForBeingAskedForIt() throws Exception {
        String broker = SharedBacking.kafka().bootstrapServers();
        Map<String, Object> settings = Map.of("bootstrap.servers", broker, "max.block.ms", "500");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("nobody-made-it", "x"))
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        try (Admin admin = admin(broker)) {
            assertThat(admin.listTopics().names().get()).doesNotContain("nobody-made-it");
        }
    }

    @Test
    void namesThePortThatAnotherProgramHas(@TempDir Path directory) {
        int port = SharedBacking.kafka().port();
        assertThatThrownBy(() -> LocalKafka.start(directory, port))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("port " + port);
    }

    private static Admin admin(String broker) {
        return Admin.create(Map.of("bootstrap.servers", broker));
    }

    private static void createTopic(String broker, String topic, int partitions) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static String clusterId(String broker) throws Exception {
        try (Admin admin = admin(broker)) {
            return admin.describeCluster().clusterId().get(10, TimeUnit.SECONDS);
        }
    }

    private static void produce(String broker, String topic, String... values) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker, "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value, value)).get(10, TimeUnit.SECONDS);
            }
        }
    }

    /** All that the topic holds, read to its end. */
    private static List<String> records(String broker, String topic, int partitions) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, Duration.ofSeconds(10));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
