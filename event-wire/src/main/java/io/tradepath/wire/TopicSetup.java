package io.tradepath.wire;

import io.tradepath.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that a service writes. */
public final class TopicSetup {
    private static final Duration CALL_MAX = Duration.ofSeconds(3);

    private TopicSetup() {}

    /**
     * Creates those of the topics that are not there, with the broker's own replication factor.
     *
     * @throws ExecutionException where Kafka refuses
     * @throws TimeoutException where Kafka does not answer within three seconds
     */
    public static void create(Map<String, Object> kafka, List<Topics.Topic> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(CALL_MAX.toMillis()));
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(CALL_MAX.toMillis()));
        try (Admin admin = Admin.create(config)) {
            Map<String, KafkaFuture<Void>> created = admin.createTopics(
                            topics.stream().map(TopicSetup::newTopic).toList())
                    .values();
            for (KafkaFuture<Void> topic : created.values()) {
                awaitCreated(topic);
            }
        }
    }

    private static void awaitCreated(KafkaFuture<Void> topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            topic.get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static NewTopic newTopic(Topics.Topic topic) {
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty()).configs(topic.config());
    }
}
