package io.tradepath.events;

/** How long an order works (FIX tag 59). */
public enum TimeInForce {
    /** Fill or kill: all of it at once, or nothing. */
    FOK,
    /** Immediate or cancel: what can be had at once, the rest is cancelled. */
    IOC
}
