/**
 * {@code ./bench feed}: the feed's delivery beside Spring's simple broker on the same Jetty and the same JVM, and beside
 * NATS. {@code ./bench crowd}: the feed alone, with many clients.
 *
 * <p>The server under test has one core and the load client the other. Ticks come by the clock, whether they can be
 * delivered or not, and carry the time at which they were due; the client parses every message and checks that each
 * subscription's numbers only grow. An update that was passed over, or comes again, does not count as delivered.
 */
@NullMarked
package io.tradepath.bench.feed;

import org.jspecify.annotations.NullMarked;
