package io.tradepath.executions;

import io.tradepath.executions.quotes.Quotes;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Units;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes quotes for tests that need no bus. */
public final class Prices {
    public static final Instant TIME = Instant.parse("2026-11-25T12:00:00Z");

    private final Map<CurrencyPair, Quotes.Latest> latest = new HashMap<>();

    /** One level of ten million on each side. */
    public Prices fresh(String pair, String bid, String ask) {
        return put(pair, List.of(level(bid, 10_000_000)), List.of(level(ask, 10_000_000)), true);
    }

    public Prices stale(String pair, String bid, String ask) {
        return put(pair, List.of(level(bid, 10_000_000)), List.of(level(ask, 10_000_000)), false);
    }

    public Prices put(String pair, List<PriceLevel> bids, List<PriceLevel> asks, boolean fresh) {
        CurrencyPair instrument = CurrencyPair.parse(pair);
        Quote quote = new Quote(instrument, 1, 1, TIME, bids, asks, null);
        latest.put(instrument, new Quotes.Latest(quote, fresh));
        return this;
    }

    public static PriceLevel level(String price, long liquidity) {
        return new PriceLevel(Price.parse(price), Units.of(liquidity));
    }

    public Quotes quotes() {
        return new Quotes(latest);
    }
}
