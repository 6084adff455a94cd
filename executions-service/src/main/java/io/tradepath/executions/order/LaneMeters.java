package io.tradepath.executions.order;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tradepath.events.Order;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** What the lanes count. */
final class LaneMeters {
    private final MeterRegistry registry;
    private final Timer transaction;
    private final DistributionSummary batchOrders;
    private final Counter putOff;
    private final Counter bisected;
    private final Counter unavailable;

    LaneMeters(MeterRegistry registry) {
        this.registry = registry;
        this.transaction = Timer.builder("tradepath.lane.transaction")
                .description("From a lane's connection to its commit")
                .register(registry);
        this.batchOrders = DistributionSummary.builder("tradepath.lane.batch.orders")
                .description("Orders that shared a commit")
                .register(registry);
        this.putOff = registry.counter("tradepath.lane.put.off");
        this.bisected = registry.counter("tradepath.lane.bisected");
        this.unavailable = registry.counter("tradepath.lane.unavailable");
    }

    void batch(Collection<OrderOutcome> outcomes, long nanos) {
        transaction.record(nanos, TimeUnit.NANOSECONDS);
        batchOrders.record(outcomes.size());
        for (OrderOutcome outcome : outcomes) {
            if (outcome instanceof OrderOutcome.Recorded recorded && !recorded.replayed()) {
                Order order = recorded.order();
                registry.counter("tradepath.orders", "status", order.status().name(), "reason", reason(order))
                        .increment();
            }
        }
    }

    private static String reason(Order order) {
        if (order.rejectReason() != null) {
            return order.rejectReason().name();
        }
        return order.cancelReason() == null ? "" : order.cancelReason().name();
    }

    void putOff() {
        putOff.increment();
    }

    void bisected() {
        bisected.increment();
    }

    void unavailable() {
        unavailable.increment();
    }
}
