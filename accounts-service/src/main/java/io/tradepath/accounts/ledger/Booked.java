package io.tradepath.accounts.ledger;

import io.tradepath.events.Transaction;

/**
 * A transaction as it stands in the journal.
 *
 * @param seq of the account event that told of it
 */
public record Booked(long seq, Transaction transaction) {}
