/**
 * The private streams: what is kept of each account's events, and who owns which account.
 *
 * <p>Both are read from the bus by each instance for itself. Events are kept for a quarter of an hour, so that a client
 * whose socket broke can go on where it was at any instance; what is older it reads from the event log by REST.
 */
@NullMarked
package io.tradepath.feed.accounts;

import org.jspecify.annotations.NullMarked;
