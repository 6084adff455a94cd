package io.tradepath.accounts.events;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.Topics;
import io.tradepath.wire.OnTheBus;
import io.tradepath.wire.Relay;
import io.tradepath.wire.RelaySettings;
import java.time.Duration;
import java.util.List;
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
    private final HikariDataSource asking;
    private final OnTheBus onTheBus;
    private volatile boolean running;

    Bus(HikariDataSource pool, KafkaSettings kafka, MeterRegistry meters) {
        this.relay = new Relay(
                new RelaySettings(
                        pool.getJdbcUrl(),
                        pool.getUsername(),
                        pool.getPassword(),
                        kafka.client(),
                        List.of(Topics.ACCOUNTS, Topics.ACCOUNT_EVENTS)),
                meters);
        this.asking = connectionBesides(pool);
        this.onTheBus = new OnTheBus(asking, relay);
    }

    /** One that requests cannot use up: otherwise, the more deposits, the fewer would be seen to reach the bus in time. */
    private static HikariDataSource connectionBesides(HikariDataSource pool) {
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        config.setPoolName("on-the-bus");
        config.setMaximumPoolSize(1);
        config.setMetricsTrackerFactory(null);
        // Most of the outbox is what was deleted since the last VACUUM: by index that is passed over.
        config.setConnectionInitSql("SET enable_seqscan = off");
        return new HikariDataSource(config);
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
        asking.close();
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
