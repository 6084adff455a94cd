package io.tradepath.feed;

import java.util.Map;

/** How Kafka's clients reach the bus. */
record KafkaSettings(Map<String, Object> client) {
    KafkaSettings {
        client = Map.copyOf(client);
    }
}
