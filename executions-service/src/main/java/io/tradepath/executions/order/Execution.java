package io.tradepath.executions.order;

import io.tradepath.executions.position.Position;
import io.tradepath.fx.Price;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A trade that an order makes.
 *
 * @param price volume-weighted over the levels taken, at the instrument's digits + 5
 * @param quote that it is done on
 * @param realisedPl what is posted to the account
 * @param conversionRate account currency for one of the quote currency; null where it closes nothing
 * @param halfSpreadCost against the quote's mid, in the quote currency
 * @param after the position that it makes
 */
record Execution(
        Units units,
        Price price,
        Quote quote,
        BigDecimal realisedPl,
        @Nullable BigDecimal conversionRate,
        BigDecimal halfSpreadCost,
        Position after) {}
