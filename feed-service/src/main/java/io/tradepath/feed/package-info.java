/**
 * The feed service: quotes to everybody who may see them, an account's events to its owner; by REST and by STOMP over
 * WebSocket. It stores nothing that it cannot read again from the bus.
 *
 * <ul>
 *   <li>{@code source}: where prices come from; {@code publisher}: the one instance that puts them on the bus
 *   <li>{@code quotes}, {@code accounts}: what each instance reads from the bus
 *   <li>{@code streams}: what is delivered; {@code stomp}: its form; {@code session}: to whom; {@code jetty}: the socket
 *   <li>{@code security}, {@code web}: what all endpoints have alike
 * </ul>
 */
@NullMarked
package io.tradepath.feed;

import org.jspecify.annotations.NullMarked;
