package io.tradepath.executions.order;

import io.tradepath.events.ClientOrderId;
import io.tradepath.events.Order;
import io.tradepath.events.OrderType;
import io.tradepath.events.TimeInForce;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import org.jspecify.annotations.Nullable;

/**
 * An order as the client sent it.
 *
 * @param units zero or more; {@code side} carries the sign
 * @param priceBound the worst price that a fill may have
 */
record NewOrder(
        ClientOrderId clientOrderId,
        CurrencyPair instrument,
        Side side,
        Units units,
        OrderType type,
        @Nullable Price priceBound,
        TimeInForce timeInForce,
        boolean reduceOnly,
        @Nullable String tag) {
    NewOrder {
        if (units.signum() < 0) {
            throw new IllegalArgumentException("units are not negative, side carries the sign: " + units);
        }
    }

    /** What was asked for when {@code order} was made: the same key must come with the same again. */
    static NewOrder of(Order order) {
        return new NewOrder(
                order.clientOrderId(),
                order.instrument(),
                order.side(),
                order.units(),
                order.type(),
                order.priceBound(),
                order.timeInForce(),
                order.reduceOnly(),
                order.tag());
    }
}
