/**
 * What is delivered, apart from to whom and how.
 *
 * <p>{@link io.tradepath.feed.streams.UpdateRing} holds the latest updates of all public streams (quotes, candles), each
 * encoded once; a reader is a position in it. {@link io.tradepath.feed.streams.EventLog} holds what there is of an
 * account's events, or of the feed's own status; a reader is a sequence number in it. Neither knows its readers'
 * sockets, and neither is ever held up by a reader.
 */
@NullMarked
package io.tradepath.feed.streams;

import org.jspecify.annotations.NullMarked;
