package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.events.CancelReason;
import io.tradepath.events.Fill;
import io.tradepath.events.Order;
import io.tradepath.events.OrderId;
import io.tradepath.events.OrderStatus;
import io.tradepath.events.RejectReason;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of an order's life: each makes the next order from the one before. */
final class OrderSteps {
    private OrderSteps() {}

    /** It works, and has no fill yet. */
    static Order accepted(OrderId id, AccountId account, NewOrder order, Instant now) {
        return first(id, account, order, order.units(), OrderStatus.NEW, null, now);
    }

    /** It is refused. */
    static Order rejected(OrderId id, AccountId account, NewOrder order, RejectReason reason, Instant now) {
        return first(id, account, order, Units.ZERO, OrderStatus.REJECTED, reason, now);
    }

    /** {@code fill} is added to it. */
    static Order filled(Order order, Fill fill) {
        List<Fill> fills = new ArrayList<>(order.fills());
        fills.add(fill);
        Units leaves = order.leavesUnits().minus(fill.units());
        OrderStatus status = leaves.signum() == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        return next(
                order, status, fill.cumulativeUnits(), leaves, null, averagePrice(order, fills), fills, fill.time());
    }

    /** What it leaves is cancelled. */
    static Order canceled(Order order, CancelReason reason, Instant now) {
        return next(
                order,
                OrderStatus.CANCELED,
                order.filledUnits(),
                Units.ZERO,
                reason,
                order.averagePrice(),
                order.fills(),
                now);
    }

    /** The same order with its fills beside it. */
    static Order withFills(Order order, List<Fill> fills) {
        return copy(
                order,
                order.status(),
                order.filledUnits(),
                order.leavesUnits(),
                order.cancelReason(),
                order.averagePrice(),
                fills,
                order.updatedTime());
    }

    private static Price averagePrice(Order order, List<Fill> fills) {
        BigDecimal amount = BigDecimal.ZERO;
        BigDecimal units = BigDecimal.ZERO;
        for (Fill fill : fills) {
            amount = amount.add(fill.price().value().multiply(fill.units().value()));
            units = units.add(fill.units().value());
        }
        int digits = Instruments.get(order.instrument()).averagePriceDigits();
        return new Price(amount.divide(units, digits, RoundingMode.HALF_EVEN));
    }

    private static Order next(
            Order order,
            OrderStatus status,
            Units filled,
            Units leaves,
            @Nullable CancelReason cancelReason,
            @Nullable Price averagePrice,
            List<Fill> fills,
            Instant now) {
        if (!order.status().next().contains(status)) {
            throw new IllegalStateException("order %s: %s after %s".formatted(order.id(), status, order.status()));
        }
        return copy(order, status, filled, leaves, cancelReason, averagePrice, fills, now);
    }

    private static Order copy(
            Order order,
            OrderStatus status,
            Units filled,
            Units leaves,
            @Nullable CancelReason cancelReason,
            @Nullable Price averagePrice,
            List<Fill> fills,
            Instant updated) {
        return new Order(
                order.id(),
                order.accountId(),
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.units(),
                filled,
                leaves,
                order.type(),
                order.priceBound(),
                order.timeInForce(),
                order.reduceOnly(),
                order.tag(),
                status,
                order.rejectReason(),
                cancelReason,
                averagePrice,
                fills,
                order.createdTime(),
                updated);
    }

    private static Order first(
            OrderId id,
            AccountId account,
            NewOrder order,
            Units leaves,
            OrderStatus status,
            @Nullable RejectReason rejectReason,
            Instant now) {
        return new Order(
                id,
                account,
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.units(),
                Units.ZERO,
                leaves,
                order.type(),
                order.priceBound(),
                order.timeInForce(),
                order.reduceOnly(),
                order.tag(),
                status,
                rejectReason,
                null,
                null,
                List.of(),
                now,
                now);
    }
}
