package io.tradepath.events;

/** The client's own name for an order, unique in its account (FIX tag 11). An opaque string to everybody but its maker. */
public record ClientOrderId(String value) implements Comparable<ClientOrderId> {
    public ClientOrderId {
        Identifiers.requireIdentifier("clientOrderId", value);
    }

    @Override
    public int compareTo(ClientOrderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
