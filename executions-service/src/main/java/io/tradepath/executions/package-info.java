/**
 * executions-service: orders, fills, positions and margin, served under {@code /executions}.
 *
 * <p>{@code order} is the heart: it decides and records orders. It stands on {@code account} (who may trade, and with
 * how much cash), {@code position} and {@code margin} (what an account holds and what that ties up), {@code conversion}
 * and {@code quotes} (prices), and {@code events} (the ordered log of what happened, which is also what goes on the
 * bus). {@code replica} keeps the accounts up to date, {@code instrument} lists what is traded; {@code web}, {@code security},
 * {@code bus} and {@code database} are the edges.
 */
@NullMarked
package io.tradepath.executions;

import org.jspecify.annotations.NullMarked;
