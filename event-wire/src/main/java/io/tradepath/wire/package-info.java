/**
 * The wire between a service's database and the bus, the same for every service that owns accounts' state.
 *
 * <p><b>Out.</b> A transaction that changes an account appends its events to the {@link io.tradepath.wire.Outbox};
 * state and event commit together or not at all. One {@link io.tradepath.wire.Relay} a database at a time publishes
 * them and deletes what Kafka has acknowledged. It may publish twice; it never publishes an account's events out of
 * order without sending them again in order.
 *
 * <p><b>In.</b> An {@link io.tradepath.wire.Inbox} applies a topic's events in the transaction that also moves the
 * account's {@code applied_seq}, by the rule of {@link io.tradepath.wire.Sequence}: the next number is applied, an
 * equal or lower one is a duplicate, a higher one waits. So the bus may repeat and delay, and a consumer may die at any
 * point, and each event still has its effect once and in order. An event that cannot be applied parks its account,
 * never the partition.
 *
 * <p><b>Beside.</b> {@link io.tradepath.wire.OnTheBus} tells when an event has left the outbox,
 * {@link io.tradepath.wire.CatchUp} when a topic has been applied up to its end; {@link io.tradepath.wire.TopicTail}
 * reads a topic whole for one instance, without a group.
 *
 * <p>Plain JDBC and Kafka's own client; the services decide what an event means. The tables are in
 * {@code db/wire/V1__wire.sql}, which each service runs with its own migrations.
 */
@NullMarked
package io.tradepath.wire;

import org.jspecify.annotations.NullMarked;
