/**
 * Candles of every instrument from five seconds to a day.
 *
 * <p>Each instance folds the quotes on the bus into candles by itself, in the order of their offsets, so that all come to
 * the same. What they have come to is written to {@code candles} by the instance that publishes the quotes: each candle
 * says up to which offset it goes. An instance that starts reads them first and goes on with the quotes behind, and so
 * shows the same candles as one that was there all along.
 *
 * <p>Time is the market's: of a replay, the time of its file.
 */
@NullMarked
package io.tradepath.feed.candles;

import org.jspecify.annotations.NullMarked;
