/**
 * {@code ./bench gateway}: gateway-local beside nginx and Spring Cloud Gateway, as reverse proxies with the same routes.
 *
 * <p>Each proxy has a process of its own on one core; {@link io.tradepath.bench.gateway.Load}, which is the client and the
 * target of all of them, has the other. What counts is the work that a proxy does with a second of its CPU, the time that
 * it adds to what the same load measures without a proxy, and whether its memory stays flat.
 */
@NullMarked
package io.tradepath.bench.gateway;

import org.jspecify.annotations.NullMarked;
