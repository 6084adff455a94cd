/**
 * Leaving without anybody missing anything.
 *
 * <p>An instance that is to go is told so by the load balancer's view of it, long before the process is: once it is asked
 * to end, its sockets are gone already. So it looks at its own target health: gateway-local's on a laptop, Elastic Load
 * Balancing's in AWS, which of them the settings say. When that says draining, it takes no new
 * sockets, tells each client how long it still delivers, lets them connect elsewhere meanwhile, and then closes the sockets
 * that are left over a while, so that not all clients reconnect at once.
 */
@NullMarked
package io.tradepath.feed.drain;

import org.jspecify.annotations.NullMarked;
