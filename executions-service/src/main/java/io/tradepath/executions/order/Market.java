package io.tradepath.executions.order;

import io.tradepath.executions.quotes.Quotes;
import io.tradepath.fx.TradingHours;
import java.time.Instant;

/** What an order is decided by besides its account: prices, hours and the instant. */
record Market(Quotes quotes, TradingHours hours, Instant now) {
    boolean isOpen() {
        return hours.isOpen(now);
    }
}
