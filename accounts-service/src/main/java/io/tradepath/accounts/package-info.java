/**
 * The accounts service, {@code /accounts}: it owns cash. Accounts, their owners and status, and a double-entry journal;
 * nothing else in Tradepath writes money.
 *
 * <p>By feature: {@code account} (open, read, list, change), {@code ledger} (journal, transactions, trial balance),
 * {@code funding} (deposits), {@code settlement} (fills of executions-service become postings), {@code events} (each
 * account's gap-free log and its way to the bus), {@code parked} (operators' view of events that could not be applied).
 * {@code web} and {@code security} are what all endpoints have alike.
 *
 * <p>One rule holds everything together: whoever changes an account's money or status locks its row, decides, writes
 * the effect, numbers and logs the event, puts it into the outbox, and commits all of it at once.
 */
@NullMarked
package io.tradepath.accounts;

import org.jspecify.annotations.NullMarked;
