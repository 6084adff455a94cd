package io.tradepath.executions.quotes;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Quote;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latest quote of each pair at one instant, and whether it may be traded on. */
public record Quotes(Map<CurrencyPair, Latest> latest) {
    /**
     * The latest quote of a pair.
     *
     * @param fresh false where its publisher or the bus has gone silent: a stale quote trades nothing
     */
    public record Latest(Quote quote, boolean fresh) {}

    public Quotes {
        latest = Map.copyOf(latest);
    }

    /** Null where the pair has not been quoted. */
    public @Nullable Latest find(CurrencyPair pair) {
        return latest.get(pair);
    }
}
