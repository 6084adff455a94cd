/**
 * The WebSocket of {@code /feed/stomp} on Jetty's core API; nothing else in the service knows it.
 *
 * <p>It stands before the servlet container. Jetty has the handshake, what is read, control frames and the end; the
 * session's messages go to the same socket beside them ({@link io.tradepath.feed.jetty.SharedEndPoint}), as they lie in
 * bytes that other sessions share. A write tells when it has ended, and nothing queues behind the service's back, none of
 * which the Jakarta or Spring API offers.
 */
@NullMarked
package io.tradepath.feed.jetty;

import org.jspecify.annotations.NullMarked;
