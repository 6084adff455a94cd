package io.tradepath.wire;

import io.tradepath.events.AccountId;
import io.tradepath.events.Topics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until what was on a topic when the wait began has been applied, on whichever instance owns the partition: the
 * wait before a refusal that a client who writes and then reads would not understand.
 */
public final class CatchUp implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(5);

    private final DataSource db;
    private final Topics.Topic topic;
    private final Admin admin;

    public CatchUp(DataSource db, Map<String, Object> kafka, Topics.Topic topic) {
        this.db = db;
        this.topic = topic;
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1_500);
        this.admin = Admin.create(config);
    }

    /**
     * Waits for the account's partition.
     *
     * @return false where it was not applied up to its present end within {@code max}, or Kafka did not say where the
     *     end is
     */
    public boolean await(AccountId account, Duration max) throws SQLException {
        long deadline = System.nanoTime() + max.toNanos();
        int partition = Partitions.of(account, topic);
        try {
            long end = end(partition, max);
            while (position(partition) < end) {
                if (System.nanoTime() >= deadline) {
                    return false;
                }
                Thread.sleep(POLL);
            }
            return true;
        } catch (ExecutionException | TimeoutException unanswered) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long end(int partition, Duration max) throws ExecutionException, InterruptedException, TimeoutException {
        TopicPartition key = new TopicPartition(topic.name(), partition);
        return admin.listOffsets(Map.of(key, OffsetSpec.latest()))
                .partitionResult(key)
                .get(max.toMillis(), TimeUnit.MILLISECONDS)
                .offset();
    }

    private long position(int partition) throws SQLException {
        try (Connection connection = db.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT next_offset FROM inbox_position WHERE topic = ? AND partition = ?")) {
            select.setString(1, topic.name());
            select.setInt(2, partition);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
