package io.tradepath.executions.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.events.AccountId;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.OrderId;
import io.tradepath.events.OrderType;
import io.tradepath.events.TimeInForce;
import io.tradepath.executions.Prices;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Side;
import io.tradepath.fx.TradingHours;
import io.tradepath.fx.Units;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a lane does without a database; with one it is tested over HTTP. */
class LaneTest {
    private final Lane lane = new Lane(
            new PGSimpleDataSource() {
                @Override
                public Connection getConnection() throws SQLException {
                    throw new SQLTransientConnectionException("no connection within the time");
                }
            },
            () -> new Market(new Prices().quotes(), TradingHours.ALWAYS, Prices.TIME),
            () -> {},
            new LaneMeters(new SimpleMeterRegistry()));

    @Test
    void refusesAnOrderWhenItIsFullOrClosing() {
        for (int i = 0; i < Lane.QUEUE_MAX; i++) {
            assertThat(lane.offer(job(Long.MAX_VALUE))).isTrue();
        }
        assertThat(lane.offer(job(Long.MAX_VALUE))).isFalse();

        lane.close();
        assertThat(lane.offer(job(Long.MAX_VALUE))).isFalse();
    }

    @Test
    void answersAllThatWaitBeforeItEndsAlsoWhereThereIsNoDatabase() {
        List<OrderJob> jobs = new ArrayList<>();
        for (int i = 0; i < 2 * Lane.BATCH_MAX; i++) {
            jobs.add(job(System.nanoTime() + 10_000_000_000L));
        }
        jobs.add(job(System.nanoTime()));
        jobs.forEach(lane::offer);
        lane.close();
        lane.run();
        assertThat(jobs)
                .allSatisfy(job -> assertThat(job.reply()).isCompletedWithValue(new OrderOutcome.Unavailable()));
    }

    private static OrderJob job(long deadlineNanos) {
        NewOrder order = new NewOrder(
                new ClientOrderId("k"),
                CurrencyPair.parse("EUR_USD"),
                Side.BUY,
                Units.of(1),
                OrderType.MARKET,
                null,
                TimeInForce.FOK,
                false,
                null);
        return new OrderJob(
                new AccountId("a"),
                "trader",
                new OrderId("o"),
                order,
                false,
                false,
                deadlineNanos,
                new CompletableFuture<>());
    }
}
