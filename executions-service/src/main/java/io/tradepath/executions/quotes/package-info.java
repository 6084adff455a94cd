/**
 * The market as this instance sees it. {@code MarketData} reads the topic {@code quotes} whole and keeps the latest
 * quote of each pair; a decision takes an immutable {@link io.tradepath.executions.quotes.Quotes} of it, so that all its
 * prices are of one instant. {@link io.tradepath.executions.quotes.Depth} says what an order of some size gets.
 */
@NullMarked
package io.tradepath.executions.quotes;

import org.jspecify.annotations.NullMarked;
