package io.tradepath.events;

/** Names an order. An opaque string to everybody but its maker. */
public record OrderId(String value) implements Comparable<OrderId> {
    public OrderId {
        Identifiers.requireIdentifier("order id", value);
    }

    @Override
    public int compareTo(OrderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
