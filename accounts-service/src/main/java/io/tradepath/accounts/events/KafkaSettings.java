package io.tradepath.accounts.events;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * How Kafka's clients reach the bus: {@code spring.kafka.bootstrap-servers}, and {@code spring.kafka.properties.*} as
 * the clients know them.
 */
@Component
public final class KafkaSettings {
    private final Map<String, Object> client;

    KafkaSettings(Environment environment) {
        Map<String, Object> settings = new HashMap<>(Binder.get(environment)
                .bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of));
        settings.put("bootstrap.servers", environment.getRequiredProperty("spring.kafka.bootstrap-servers"));
        client = Map.copyOf(settings);
    }

    public Map<String, Object> client() {
        return client;
    }
}
