/**
 * For operators: accounts that wait because an event of theirs could not be applied, and the command that applies what
 * they wait for. Until then such an account can only close positions.
 */
@NullMarked
package io.tradepath.executions.parked;

import org.jspecify.annotations.NullMarked;
