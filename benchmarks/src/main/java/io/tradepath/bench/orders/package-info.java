/**
 * {@code ./bench orders}: what an order and a deposit cost, beside what PostgreSQL asks for the same writes.
 *
 * <p>The whole suite runs as processes, as on a laptop; the load goes straight to the service. What it is compared with is
 * {@link io.tradepath.bench.orders.PlainTransactions}: the writes of a market order as a transaction of their own, a
 * statement a row, by JDBC and without HTTP, tokens, JSON or a decision. Both use the same PostgreSQL in turns.
 */
@NullMarked
package io.tradepath.bench.orders;

import org.jspecify.annotations.NullMarked;
