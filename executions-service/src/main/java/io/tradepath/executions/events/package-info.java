/**
 * The ordered log of what happened to each account's orders: what a client reads with {@code afterSeq}, and word for
 * word what goes on the bus as {@code execution-events}.
 */
@NullMarked
package io.tradepath.executions.events;

import org.jspecify.annotations.NullMarked;
