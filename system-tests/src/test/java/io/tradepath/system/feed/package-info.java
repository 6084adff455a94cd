/**
 * The feed as its clients have it, through the gateway: with the STOMP libraries that they use, in the burst of a real
 * day, through whatever happens to an instance or to the bus, and beside others that do not read.
 */
@NullMarked
package io.tradepath.system.feed;

import org.jspecify.annotations.NullMarked;
