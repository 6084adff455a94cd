package io.tradepath.events;

import java.time.Instant;
import java.util.Objects;

/** An event of an account, numbered by the service that owns it. */
public sealed interface SequencedEvent permits AccountEvent, ExecutionEvent {
    /** Counts the account's events at that service, from 1, without a gap. */
    long seq();

    AccountId accountId();

    /** When it happened. */
    Instant time();

    /** Refuses an event without what makes it one; JSON may lack anything. */
    static void requireIdentity(long seq, AccountId accountId, Instant time) {
        Objects.requireNonNull(accountId, "accountId");
        Objects.requireNonNull(time, "time");
        if (seq < 1) {
            throw new IllegalArgumentException("seq %d of account %s".formatted(seq, accountId));
        }
    }
}
