package io.tradepath.events;

import java.time.Instant;

/** An event of an account, numbered by the service that owns it. */
public sealed interface SequencedEvent permits AccountEvent, ExecutionEvent {
    /** Counts the account's events at that service, from 1, without a gap. */
    long seq();

    AccountId accountId();

    /** When it happened. */
    Instant time();
}
