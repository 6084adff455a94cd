/**
 * The WebSocket of {@code /feed/stomp} on Jetty's core API; nothing else in the service knows it.
 *
 * <p>It stands before the servlet container. {@code CoreSession.sendFrame} takes a frame whose payload other sessions
 * share, tells when it is written, and never queues behind the service's back, none of which the Jakarta or Spring API
 * offers.
 */
@NullMarked
package io.tradepath.feed.jetty;

import org.jspecify.annotations.NullMarked;
