package io.tradepath.executions.bus;

import java.util.Map;

/**
 * Where Kafka is.
 *
 * @param kafka client settings: {@code bootstrap.servers} and whatever security they need
 */
public record Bus(Map<String, Object> kafka) {
    public Bus {
        kafka = Map.copyOf(kafka);
    }
}
