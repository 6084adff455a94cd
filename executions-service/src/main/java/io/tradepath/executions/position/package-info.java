/**
 * What an account holds of an instrument: one net position, made by its fills alone. How a fill changes units, average
 * price and realised profit is decided here, without a database.
 */
@NullMarked
package io.tradepath.executions.position;

import org.jspecify.annotations.NullMarked;
