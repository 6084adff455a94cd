/**
 * Clients of a running suite as its users write them: REST with keys and retries, STOMP with resume. Each remembers what
 * it asked and what it was told, so that the two can be compared with what the suite has kept.
 */
@NullMarked
package io.tradepath.system.client;

import org.jspecify.annotations.NullMarked;
