package io.tradepath.executions.order;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.AccountId;
import io.tradepath.executions.database.Databases;
import io.tradepath.executions.lifecycle.Phased;
import io.tradepath.executions.lifecycle.Phases;
import io.tradepath.executions.quotes.MarketData;
import io.tradepath.fx.TradingHours;
import io.tradepath.wire.Relay;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The lanes of this instance. They end after the web server, so that every request in flight is answered. */
@Component
class OrderLanes extends Phased {
    private static final Logger LOG = LoggerFactory.getLogger(OrderLanes.class);
    /** Longer than any batch can take: the deadline of the last job, and its transaction's socket time-out. */
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final List<Lane> lanes;
    private final List<Thread> threads = new ArrayList<>();

    OrderLanes(
            @Qualifier(Databases.LANES) DataSource database,
            MarketData marketData,
            TradingHours hours,
            Clock clock,
            Relay relay,
            MeterRegistry meters,
            @Value("${tradepath.lanes.count}") int count) {
        super(Phases.LANES);
        LaneMeters laneMeters = new LaneMeters(meters);
        this.lanes = IntStream.range(0, count)
                .mapToObj(_ -> new Lane(
                        database,
                        () -> new Market(marketData.quotes(), hours, clock.instant()),
                        relay::committed,
                        laneMeters))
                .toList();
        Gauge.builder(
                        "tradepath.lane.waiting",
                        lanes,
                        all -> all.stream().mapToInt(Lane::waiting).sum())
                .description("Orders that wait for a lane")
                .register(meters);
    }

    /** False where the account's lane is full, or closing. */
    boolean offer(OrderJob job) {
        return laneOf(job.accountId()).offer(job);
    }

    private Lane laneOf(AccountId account) {
        return lanes.get(Math.floorMod(account.hashCode(), lanes.size()));
    }

    @Override
    protected void begin() {
        for (int i = 0; i < lanes.size(); i++) {
            threads.add(Thread.ofPlatform().name("lane-" + i).start(lanes.get(i)));
        }
    }

    @Override
    protected void end() {
        lanes.forEach(Lane::close);
        try {
            for (Thread thread : threads) {
                if (!thread.join(CLOSE_MAX)) {
                    LOG.warn("{} has not ended within {}", thread.getName(), CLOSE_MAX);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
