package io.tradepath.events;

/** Names an account. An opaque string to everybody but its maker. */
public record AccountId(String value) implements Comparable<AccountId> {
    public AccountId {
        Identifiers.requireIdentifier("account id", value);
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
