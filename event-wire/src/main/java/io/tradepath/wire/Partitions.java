package io.tradepath.wire;

import io.tradepath.events.AccountId;
import io.tradepath.events.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Where Kafka's default partitioner puts an account's records. */
public final class Partitions {
    private Partitions() {}

    /** The partition of the account on {@code topic}; the same on every topic with as many partitions. */
    public static int of(AccountId account, Topics.Topic topic) {
        // Kafka's own hash of a key: written down nowhere else in the client, and fixed for ever by the data on the
        // bus.
        return BuiltInPartitioner.partitionForKey(account.value().getBytes(StandardCharsets.UTF_8), topic.partitions());
    }
}
