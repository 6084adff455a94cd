package io.tradepath.events;

/** FIX tag 40, as far as it is traded here. */
public enum OrderType {
    MARKET
}
