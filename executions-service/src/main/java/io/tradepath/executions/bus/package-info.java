/**
 * This service's ends of the bus: where Kafka is, and the relay that publishes what transactions left in the outbox.
 * What is read from the bus belongs to the features that read it.
 */
@NullMarked
package io.tradepath.executions.bus;

import org.jspecify.annotations.NullMarked;
