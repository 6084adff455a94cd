/**
 * Publishing quotes: one instance of all does it at a time.
 *
 * <p>Kafka's group protocol elects it, as the owner of a topic that has one partition and no records. It then writes a
 * claim to {@code quotes}; the claim's offset is its epoch, by which readers know whom to believe. A publisher that has
 * lost its partition, cannot get through to Kafka or was held up stops by itself; one that does not notice in time does no
 * harm, for its epoch is no longer the greatest.
 */
@NullMarked
package io.tradepath.feed.publisher;

import org.jspecify.annotations.NullMarked;
