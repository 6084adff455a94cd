package io.tradepath.feed.accounts;

import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.SequencedEvent;
import io.tradepath.events.Topics;

/** The services that number an account's events, each with a queue of its own for the account's owner. */
public enum EventSource {
    ACCOUNT("/queue/account.", "accounts:read", AccountEvent.class),
    ORDERS("/queue/orders.", "orders:read", ExecutionEvent.class);

    private final String destinationPrefix;
    private final String scope;
    private final Class<? extends SequencedEvent> type;

    EventSource(String destinationPrefix, String scope, Class<? extends SequencedEvent> type) {
        this.destinationPrefix = destinationPrefix;
        this.scope = scope;
        this.type = type;
    }

    /** What an account's id follows in the destination. */
    public String destinationPrefix() {
        return destinationPrefix;
    }

    public String destination(AccountId account) {
        return destinationPrefix + account;
    }

    /** What a token must allow. */
    public String scope() {
        return scope;
    }

    Topics.Topic topic() {
        return switch (this) {
            case ACCOUNT -> Topics.ACCOUNT_EVENTS;
            case ORDERS -> Topics.EXECUTION_EVENTS;
        };
    }

    Class<? extends SequencedEvent> type() {
        return type;
    }
}
