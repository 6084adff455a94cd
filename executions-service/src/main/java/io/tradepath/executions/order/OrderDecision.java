package io.tradepath.executions.order;

import io.tradepath.events.CancelReason;
import io.tradepath.events.RejectReason;
import org.jspecify.annotations.Nullable;

/** What becomes of a new order. */
sealed interface OrderDecision {
    /** It is refused, and recorded as such. */
    record Rejected(RejectReason reason) implements OrderDecision {}

    /** It fills in whole. */
    record Filled(Execution execution) implements OrderDecision {}

    /**
     * It is accepted, and what it could not fill is cancelled.
     *
     * @param execution what it did fill; null where that is nothing
     */
    record Canceled(@Nullable Execution execution, CancelReason reason) implements OrderDecision {}
}
