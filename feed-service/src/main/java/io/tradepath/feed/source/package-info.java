/**
 * Where prices come from: {@link io.tradepath.feed.source.SimulatedSource}, a market that is made up, and
 * {@link io.tradepath.feed.source.ReplaySource}, a file of ticks played again; and
 * {@link io.tradepath.feed.source.TickFilter}, which lets through what may be traded on.
 *
 * <p>A source says what the price is and when it is due, by a clock that it is given; it neither waits nor publishes.
 */
@NullMarked
package io.tradepath.feed.source;

import org.jspecify.annotations.NullMarked;
