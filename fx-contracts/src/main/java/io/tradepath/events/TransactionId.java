package io.tradepath.events;

/** Names a transaction of an account. An opaque string to everybody but its maker. */
public record TransactionId(String value) implements Comparable<TransactionId> {
    public TransactionId {
        Identifiers.requireIdentifier("transaction id", value);
    }

    @Override
    public int compareTo(TransactionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
