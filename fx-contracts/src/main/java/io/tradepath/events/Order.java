package io.tradepath.events;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction to trade, and what has become of it.
 *
 * <p>The instrument and the numbers of a refused order stand as they were sent: it may name a pair that is not traded.
 *
 * @param instrument as the client wrote it
 * @param units positive; {@code side} carries the sign
 * @param leavesUnits what may still fill; 0 when the order is done
 * @param priceBound the worst price that a fill may have
 * @param averagePrice over the fills, at the instrument's digits + 5, HALF_EVEN; absent without a fill
 */
public record Order(
        OrderId id,
        AccountId accountId,
        ClientOrderId clientOrderId,
        CurrencyPair instrument,
        Side side,
        Units units,
        Units filledUnits,
        Units leavesUnits,
        OrderType type,
        @Nullable Price priceBound,
        TimeInForce timeInForce,
        boolean reduceOnly,
        @Nullable String tag,
        OrderStatus status,
        @Nullable RejectReason rejectReason,
        @Nullable CancelReason cancelReason,
        @Nullable Price averagePrice,
        List<Fill> fills,
        Instant createdTime,
        Instant updatedTime) {
    public Order {
        fills = List.copyOf(fills);
        if (filledUnits.signum() < 0
                || leavesUnits.signum() < 0
                || filledUnits.plus(leavesUnits).compareTo(units) > 0) {
            throw new IllegalArgumentException(
                    "order %s: units %s, filled %s, leaves %s".formatted(id, units, filledUnits, leavesUnits));
        }
        if (status.isWorking() && filledUnits.plus(leavesUnits).compareTo(units) != 0) {
            throw new IllegalArgumentException("order %s works, but filled + leaves is not its units".formatted(id));
        }
        if ((status == OrderStatus.REJECTED) != (rejectReason != null)) {
            throw new IllegalArgumentException("order %s: %s with reason %s".formatted(id, status, rejectReason));
        }
        if ((status == OrderStatus.CANCELED) != (cancelReason != null)) {
            throw new IllegalArgumentException("order %s: %s with reason %s".formatted(id, status, cancelReason));
        }
    }
}
