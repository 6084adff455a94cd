/**
 * What an Application Load Balancer decides, without a socket.
 *
 * <p>A {@link io.tradepath.alb.LoadBalancer} has listeners; a listener's {@link io.tradepath.alb.Rule}s are looked at in
 * order of priority and the first whose conditions all hold says what is done: forward to a {@link
 * io.tradepath.alb.TargetGroup}, redirect, or answer. A target group knows its targets, their health, and which of them
 * takes the next request. Time comes from a {@link io.tradepath.alb.TimeSource}, so that a test need not wait for it.
 * Configuration is read by {@code io.tradepath.alb.template}; the transport is {@code io.tradepath.gateway}.
 */
@NullMarked
package io.tradepath.alb;

import org.jspecify.annotations.NullMarked;
