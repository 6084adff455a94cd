/**
 * Amounts of one currency in another, at the mid of the pair of the two, or through USD where that pair is not traded.
 * Profit in JPY becomes cash in EUR here, and a position's value becomes margin.
 */
@NullMarked
package io.tradepath.executions.conversion;

import org.jspecify.annotations.NullMarked;
