/**
 * The records on the bus: what the services tell each other, and word for word what clients read in an event log and on
 * a private stream.
 *
 * <p>{@link io.tradepath.events.Topics} names the topics and how each is kept. On {@code account-events} and
 * {@code execution-events} every account has a gap-free sequence, counted from 1 by the service that owns it:
 * {@link io.tradepath.events.AccountEvent} and {@link io.tradepath.events.ExecutionEvent}. {@code accounts} carries the
 * state of each account, {@code quotes} prices and the publisher's signs of life.
 *
 * <p>The JSON of each record is pinned by a golden file. Fields are only ever added, and a reader passes over those that
 * it does not know: instances of two releases run beside each other during every deployment.
 */
@NullMarked
package io.tradepath.events;

import org.jspecify.annotations.NullMarked;
