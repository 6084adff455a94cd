/**
 * The replica of each account's cash and status, fed by {@code account-events}: one consumer group over all instances,
 * each event applied once and in order. An account whose event cannot be applied is parked: it may then only close
 * positions, until an operator's command has applied what it waits for.
 */
@NullMarked
package io.tradepath.executions.replica;

import org.jspecify.annotations.NullMarked;
