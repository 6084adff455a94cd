/**
 * Kafka on 127.0.0.1, as the services meet it in MSK, but for one broker that is its own controller.
 *
 * <p>{@link io.tradepath.backing.kafka.LocalKafka} formats its folder once and runs Apache Kafka's own server class in
 * this JVM. What it acknowledged survives the death of the process, in the page cache, and within a second that of the
 * machine.
 */
@NullMarked
package io.tradepath.backing.kafka;

import org.jspecify.annotations.NullMarked;
