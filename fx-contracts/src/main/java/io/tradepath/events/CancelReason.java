package io.tradepath.events;

/** Why an accepted order, or what was left of it, was cancelled. */
public enum CancelReason {
    /** The quote's depth did not have the units. */
    INSUFFICIENT_LIQUIDITY,
    /** The quote had the units only beyond the order's price bound. */
    PRICE_BOUND
}
