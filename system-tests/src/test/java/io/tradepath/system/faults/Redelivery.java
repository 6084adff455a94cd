package io.tradepath.system.faults;

import io.tradepath.events.Topics;
import io.tradepath.system.suite.RunningSuite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends once more what is on a topic. */
final class Redelivery {
    private Redelivery() {}

    /** Two more copies of every record, in an order in which only each account's own is kept. */
    static int sendAgain(RunningSuite suite, Topics.Topic topic, Random random) throws Exception {
        Map<String, List<String>> byAccount = read(suite, topic);
        List<String> turns = new ArrayList<>();
        byAccount.forEach((account, events) -> {
            for (int i = 0; i < 2 * events.size(); i++) {
                turns.add(account);
            }
        });
        Collections.shuffle(turns, random);
        Map<String, Integer> next = new HashMap<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka(suite), new StringSerializer(), new StringSerializer())) {
            for (String account : turns) {
                List<String> events = byAccount.getOrDefault(account, List.of());
                int turn = next.merge(account, 1, Integer::sum) - 1;
                sent.add(producer.send(new ProducerRecord<>(topic.name(), account, events.get(turn % events.size()))));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
        return turns.size();
    }

    private static Map<String, List<String>> read(RunningSuite suite, Topics.Topic topic) {
        List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        Map<String, List<String>> byAccount = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(kafka(suite), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    byAccount
                            .computeIfAbsent(record.key(), _ -> new ArrayList<>())
                            .add(record.value());
                }
            }
        }
        return byAccount;
    }

    static Map<String, Object> kafka(RunningSuite suite) {
        return Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + suite.port("kafka"));
    }
}
