/**
 * What an instance knows of the market from the {@code quotes} topic: the latest quote of each pair, by the publisher
 * that is in charge, and whether it may still be believed.
 *
 * <p>{@link io.tradepath.quotes.QuoteBook} is fed by a tail of the topic. It decides by claims and beats alone, and by
 * monotonic time, so that neither a publisher that was thought dead nor a moved clock brings back an old price.
 */
@NullMarked
package io.tradepath.quotes;

import org.jspecify.annotations.NullMarked;
