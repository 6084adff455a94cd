package io.tradepath.feed.source;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.PriceLevel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One price update as a source gives it, not yet looked at: bid and ask may be crossed.
 *
 * @param bids best first, never empty
 * @param asks best first, never empty
 * @param sourceTime when the price was first seen, where that is not now
 * @param run counts the times that the source has begun; its times are in order within one
 * @param position where in the source it stands, for one that is to go on behind it
 * @param carried true where the price stood before already, and is given again so that a new publisher has one for the
 *     pair
 */
public record Tick(
        CurrencyPair pair,
        List<PriceLevel> bids,
        List<PriceLevel> asks,
        @Nullable Instant sourceTime,
        int run,
        @Nullable String position,
        boolean carried) {
    public Tick {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }

    public BigDecimal bid() {
        return bids.getFirst().price().value();
    }

    public BigDecimal ask() {
        return asks.getFirst().price().value();
    }
}
