package io.tradepath.events;

/** Names a fill. An opaque string to everybody but its maker. */
public record FillId(String value) implements Comparable<FillId> {
    public FillId {
        Identifiers.requireIdentifier("fill id", value);
    }

    @Override
    public int compareTo(FillId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
