package io.tradepath.wire;

import io.tradepath.events.Topics;
import java.util.Map;

/**
 * Which topic an inbox applies.
 *
 * @param group the consumer group that its partitions are shared out in, one a service
 * @param kafka client settings, {@code bootstrap.servers} and security
 */
public record InboxSettings(Topics.Topic topic, String group, Map<String, Object> kafka) {
    public InboxSettings {
        kafka = Map.copyOf(kafka);
    }
}
