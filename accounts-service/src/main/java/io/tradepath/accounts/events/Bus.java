package io.tradepath.accounts.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.Topics;
import io.tradepath.wire.OnTheBus;
import io.tradepath.wire.Relay;
import io.tradepath.wire.RelaySettings;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** This instance's relay, and the wait for what it sends. */
@Component
public final class Bus implements SmartLifecycle {
    /** Stops when HTTP has stopped, so that the last answers still find their events on the bus. */
    public static final int PHASE = 1000;
    /** What an answer waits for its event at the most: Kafka may be away, and the effect is committed in any case. */
    static final Duration WAIT_MAX = Duration.ofMillis(500);

    private final Relay relay;
    private final OnTheBus onTheBus;
    private volatile boolean running;

    Bus(
            DataSource pool,
            @Value("${spring.datasource.url}") String jdbcUrl,
            @Value("${spring.datasource.username}") String user,
            @Value("${spring.datasource.password}") String password,
            KafkaSettings kafka,
            MeterRegistry meters) {
        this.relay = new Relay(
                new RelaySettings(
                        jdbcUrl, user, password, kafka.client(), List.of(Topics.ACCOUNTS, Topics.ACCOUNT_EVENTS)),
                meters);
        this.onTheBus = new OnTheBus(pool);
    }

    /** Says that events were committed, and returns when they are on the bus, or after {@link #WAIT_MAX}. */
    public void await(long outboxId) {
        relay.committed();
        onTheBus.await(outboxId, WAIT_MAX);
    }

    /** Says that events were committed for which nobody waits. */
    public void committed() {
        relay.committed();
    }

    @Override
    public void start() {
        relay.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        onTheBus.close();
        relay.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
