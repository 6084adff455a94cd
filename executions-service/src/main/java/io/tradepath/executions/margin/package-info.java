/**
 * What an account's positions are worth and tie up, by OANDA v20's definitions: margin used at mid, net asset value at
 * mid for every decision, and at the closing side for display. Serves the positions and the account's summary.
 */
@NullMarked
package io.tradepath.executions.margin;

import org.jspecify.annotations.NullMarked;
