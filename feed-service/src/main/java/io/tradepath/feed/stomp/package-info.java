/**
 * STOMP 1.2 at byte level: {@link io.tradepath.feed.stomp.FrameDecoder} reads what clients send,
 * {@link io.tradepath.feed.stomp.ServerFrames} writes what the server answers.
 *
 * <p>Nothing here knows of sockets, sessions or threads. Of the protocol's rules only the form of a frame is checked
 * here; what a frame may ask for is the session's to decide.
 */
@NullMarked
package io.tradepath.feed.stomp;

import org.jspecify.annotations.NullMarked;
