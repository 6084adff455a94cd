/**
 * A client's session, from CONNECT to close, and the loops that deliver to all of them.
 *
 * <p>Frames of a session are handled in their order by whichever thread they came on, under the session's lock; what
 * follows from them is put into a short queue. Everything that is written is written by the one
 * {@link io.tradepath.feed.session.DeliveryLoop} that the session belongs to, one write at a time. A session that does
 * not read holds no more than that queue and one write: further input is not read, updates stay in the ring that all
 * share, and events in their account's log.
 *
 * <p>Sockets are behind {@link io.tradepath.feed.session.Connection}.
 */
@NullMarked
package io.tradepath.feed.session;

import org.jspecify.annotations.NullMarked;
