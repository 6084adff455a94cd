package io.tradepath.events;

import java.util.Set;

/** FIX tag 39. The transitions that exist are these and no others. */
public enum OrderStatus {
    NEW,
    PARTIALLY_FILLED,
    FILLED,
    CANCELED,
    EXPIRED,
    REJECTED;

    /** True while the order may still fill. */
    public boolean isWorking() {
        return this == NEW || this == PARTIALLY_FILLED;
    }

    /** The states that may follow this one. */
    public Set<OrderStatus> next() {
        return switch (this) {
            case NEW, PARTIALLY_FILLED -> Set.of(PARTIALLY_FILLED, FILLED, CANCELED, EXPIRED);
            case FILLED, CANCELED, EXPIRED, REJECTED -> Set.of();
        };
    }
}
