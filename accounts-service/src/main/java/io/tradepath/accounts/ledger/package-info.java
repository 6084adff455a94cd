/**
 * The double-entry journal. A {@link io.tradepath.accounts.ledger.JournalEntry} is a balanced set of postings; what a
 * client sees of it is a {@link io.tradepath.events.Transaction} on the account, with the balance after it. The other
 * side is a house account, which has no balance of its own: it is the sum of its postings.
 *
 * <p>Entries are only ever added. That each balances, per currency, is checked where it is made and again by the
 * database when it is written.
 */
@NullMarked
package io.tradepath.accounts.ledger;

import org.jspecify.annotations.NullMarked;
