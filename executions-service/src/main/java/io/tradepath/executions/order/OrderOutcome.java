package io.tradepath.executions.order;

import io.tradepath.events.Order;

/** What a caller is told. */
sealed interface OrderOutcome {
    /**
     * The order stands as it is in the database.
     *
     * @param replayed true where an earlier request with the same key made it
     */
    record Recorded(Order order, boolean replayed) implements OrderOutcome {}

    /** The key names an order that was asked for differently. */
    record KeyReused() implements OrderOutcome {}

    /** There is no such account, or it is another owner's; nothing is recorded. */
    record AccountUnknown() implements OrderOutcome {}

    /** The account has not the margin, as far as is known; nothing is recorded yet. */
    record MarginUnsure() implements OrderOutcome {}

    /**
     * It could not be done now: the database is away, or others hold the account's row. Where the connection was lost at
     * the commit it may have been done all the same; the same key tells.
     */
    record Unavailable() implements OrderOutcome {}

    /** It could not be done, and trying again will not help; nothing is recorded. */
    record Failed(Throwable cause) implements OrderOutcome {}
}
