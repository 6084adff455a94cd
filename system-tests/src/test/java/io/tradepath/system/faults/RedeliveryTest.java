package io.tradepath.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Topics;
import io.tradepath.system.suite.Suites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Every event of both services is delivered three times, the accounts shuffled against each other. */
@Order(Suites.FAULTY)
class RedeliveryTest {
    private static final long SEED = 20_260_106;
    private static final Duration TRADING = Duration.ofSeconds(5);

    @Test
    void everyEventDeliveredThreeTimesLeavesTheStateThatOnceLeaves() throws Exception {
        FaultySuite suite = FaultySuite.shared();
        try (Load load = Load.prepare(suite.api())) {
            load.go(SEED);
            Thread.sleep(TRADING);
            load.stop();
            Invariants invariants = new Invariants(suite.suite());
            assertThat(invariants.awaitRest(FaultRun.DRAINED_MAX)).isEmpty();
            List<String> once = state(suite);

            int sent = 0;
            for (Topics.Topic topic : List.of(Topics.ACCOUNT_EVENTS, Topics.EXECUTION_EVENTS)) {
                sent += Redelivery.sendAgain(suite.suite(), topic, new Random(SEED));
            }
            assertThat(sent).isGreaterThan(400);
            awaitApplied(suite);

            assertThat(state(suite)).isEqualTo(once);
            assertThat(invariants.awaitRest(FaultRun.DRAINED_MAX)).isEmpty();
            assertThat(invariants.atRest()).isEmpty();
            assertThat(invariants.againstHistory(load.history())).isEmpty();
        }
    }

    /** Waits until both services' positions are at the end of what they read. */
    private static void awaitApplied(FaultySuite suite) throws Exception {
        Map<String, Topics.Topic> readers =
                Map.of("accounts", Topics.EXECUTION_EVENTS, "executions", Topics.ACCOUNT_EVENTS);
        for (Map.Entry<String, Topics.Topic> reader : readers.entrySet()) {
            List<TopicPartition> partitions = IntStream.range(
                            0, reader.getValue().partitions())
                    .mapToObj(partition -> new TopicPartition(reader.getValue().name(), partition))
                    .toList();
            long end;
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                    Redelivery.kafka(suite.suite()), new StringDeserializer(), new StringDeserializer())) {
                end = consumer.endOffsets(partitions).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
            }
            long deadline = System.nanoTime() + FaultRun.DRAINED_MAX.toNanos();
            String position = "SELECT coalesce(sum(next_offset), 0) FROM inbox_position WHERE topic = '%s'"
                    .formatted(reader.getValue().name());
            while (!Rows.of(suite.suite().database(reader.getKey()), position).equals(List.of(Long.toString(end)))) {
                assertThat(System.nanoTime())
                        .as("%s applies all", reader.getKey())
                        .isLessThan(deadline);
                Thread.sleep(Duration.ofMillis(50));
            }
        }
    }

    /** All that the services keep of accounts, money, orders and positions. */
    private static List<String> state(FaultySuite suite) throws Exception {
        List<String> state = new ArrayList<>();
        for (String table : List.of("account", "event_log", "journal_entry", "posting")) {
            state.addAll(Rows.of(suite.suite().database("accounts"), "SELECT * FROM " + table + " ORDER BY 1, 2"));
        }
        for (String table : List.of("account", "orders", "fill", "position", "execution_event")) {
            state.addAll(Rows.of(suite.suite().database("executions"), "SELECT * FROM " + table + " ORDER BY 1, 2"));
        }
        return state;
    }
}
