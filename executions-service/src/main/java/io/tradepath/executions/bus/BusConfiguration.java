package io.tradepath.executions.bus;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.Topics;
import io.tradepath.executions.lifecycle.Phased;
import io.tradepath.executions.lifecycle.Phases;
import io.tradepath.wire.Relay;
import io.tradepath.wire.RelaySettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class BusConfiguration {
    /** {@code spring.kafka.bootstrap-servers}, and {@code spring.kafka.properties.*} as Kafka's clients know them. */
    @Bean
    Bus bus(Environment environment) {
        Map<String, Object> kafka = new HashMap<>(Binder.get(environment)
                .bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of));
        kafka.put("bootstrap.servers", environment.getRequiredProperty("spring.kafka.bootstrap-servers"));
        return new Bus(kafka);
    }

    @Bean(destroyMethod = "")
    Relay relay(DataSourceProperties database, Bus bus, MeterRegistry meters) {
        return new Relay(
                new RelaySettings(
                        database.determineUrl(),
                        requireNonNull(database.determineUsername(), "spring.datasource.username"),
                        requireNonNull(database.determinePassword(), "spring.datasource.password"),
                        bus.kafka(),
                        List.of(Topics.EXECUTION_EVENTS)),
                meters);
    }

    /** Starts and ends the relay in its phase. */
    @Bean
    SmartLifecycle relayLifecycle(Relay relay) {
        return new Phased(Phases.RELAY) {
            @Override
            protected void begin() {
                relay.start();
            }

            @Override
            protected void end() {
                relay.close();
            }
        };
    }
}
