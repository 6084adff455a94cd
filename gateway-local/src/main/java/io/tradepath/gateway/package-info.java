/**
 * The load balancer's transport, and the program around it.
 *
 * <p>{@link io.tradepath.gateway.Gateway} serves the listeners of a {@link io.tradepath.alb.Topology}. A client's
 * connection stays on one event loop, and so do the connections to targets that it uses: nothing is handed between
 * threads, and what has been read from one side is written to the other before more is read, so that memory is bounded
 * by what two sockets hold. After a WebSocket upgrade the two connections are a tunnel. {@link
 * io.tradepath.gateway.Main} reads the command line.
 */
@NullMarked
package io.tradepath.gateway;

import org.jspecify.annotations.NullMarked;
