/**
 * HTTP/1.x heads as a load balancer must see them: every byte that the client wrote, in its order and its case.
 *
 * <p>{@link io.tradepath.alb.http.RequestHead} and {@link io.tradepath.alb.http.ResponseHead} are views over the bytes
 * of one head, so that a header goes on exactly as it came. {@link io.tradepath.alb.http.DesyncGuard} says how
 * trustworthy a request's framing is, in the classes that an Application Load Balancer logs, and
 * {@link io.tradepath.alb.http.BodyFraming} what ends its body. Nothing here reads or writes a socket.
 */
@NullMarked
package io.tradepath.alb.http;

import org.jspecify.annotations.NullMarked;
