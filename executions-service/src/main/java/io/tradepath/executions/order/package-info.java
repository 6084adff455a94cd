/**
 * Orders, from the request to the record.
 *
 * <p>An order goes to the lane of its account ({@code OrderLanes}, {@code Lane}), which takes whatever waits as one
 * batch and runs it as one transaction ({@code OrderTransaction}): lock the accounts' rows in the order of their ids,
 * read what they hold, decide each order in plain Java ({@link io.tradepath.executions.order.OrderRules}), write the
 * changes with a handful of set-based statements, commit once, answer each caller. Any number of lanes in any number of
 * instances is correct, because the row lock decides; the lane only makes it cheap. docs/adr/0007-order-path.md says why.
 */
@NullMarked
package io.tradepath.executions.order;

import org.jspecify.annotations.NullMarked;
