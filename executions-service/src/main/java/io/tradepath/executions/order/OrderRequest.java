package io.tradepath.executions.order;

import io.tradepath.events.ClientOrderId;
import io.tradepath.events.Identifiers;
import io.tradepath.events.OrderType;
import io.tradepath.events.TimeInForce;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import io.tradepath.http.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a new order.
 *
 * @param units in a string, such as {@code "10000"}; positive
 * @param priceBound the worst price that a fill may have
 * @param reduceOnly true where the order may only bring the position nearer to flat
 * @param clientOrderId the client's own name for it and its idempotency key; made by the server where absent
 * @param tag the client's own note, up to 128 printable ASCII characters
 */
record OrderRequest(
        @Nullable CurrencyPair instrument,
        @Nullable Side side,
        @Nullable Units units,
        @Nullable OrderType type,
        @Nullable Price priceBound,
        @Nullable TimeInForce timeInForce,
        @Nullable Boolean reduceOnly,
        @Nullable ClientOrderId clientOrderId,
        @Nullable String tag) {
    private static final String FIT_FOR_A_PATH = "[^/\\\\%;]+";
    private static final String TAG = "[ -~]{1,128}";

    NewOrder toNewOrder() {
        if (clientOrderId != null && !clientOrderId.value().matches(FIT_FOR_A_PATH)) {
            throw ProblemException.invalid(
                    "clientOrderId", "none of / \\ % ;, with which it could not be asked for by a path");
        }
        if (units != null && units.signum() < 0) {
            throw ProblemException.invalid("units", "not negative, side carries the sign");
        }
        if (tag != null && !tag.matches(TAG)) {
            throw ProblemException.invalid("tag", "1 to 128 printable ASCII characters");
        }
        return new NewOrder(
                clientOrderId == null ? new ClientOrderId(Identifiers.next()) : clientOrderId,
                required("instrument", instrument),
                required("side", side),
                required("units", units),
                required("type", type),
                priceBound,
                required("timeInForce", timeInForce),
                reduceOnly != null && reduceOnly,
                tag);
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw ProblemException.invalid(field, "required");
        }
        return value;
    }
}
