package io.tradepath.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A trade from an order, at one quote.
 *
 * @param units of this fill, positive
 * @param cumulativeUnits filled so far, this fill included (FIX tag 14)
 * @param leavesUnits still to be filled after it (FIX tag 151)
 * @param price volume-weighted over the levels taken, at the instrument's digits + 5, HALF_EVEN
 * @param quoteEpoch with {@code quoteSeq}: the quote that it was done on
 * @param realisedPl what is posted to the account, in its currency, at that currency's minor unit
 * @param conversionRate account currency for one of the quote currency, as used for {@code realisedPl}; absent where
 *     nothing was realised
 * @param halfSpreadCost what the fill cost against the mid, in the quote currency; information, not posted
 * @param tradeDate the FX day, which ends at 17:00 New York
 */
@JsonPropertyOrder({"fillId", "orderId"})
public record Fill(
        FillId fillId,
        OrderId orderId,
        CurrencyPair instrument,
        Side side,
        Units units,
        Units cumulativeUnits,
        Units leavesUnits,
        Price price,
        long quoteEpoch,
        long quoteSeq,
        BigDecimal realisedPl,
        @Nullable BigDecimal conversionRate,
        BigDecimal halfSpreadCost,
        LocalDate tradeDate,
        Instant time) {
    public Fill {
        if (units.signum() <= 0 || leavesUnits.signum() < 0 || cumulativeUnits.compareTo(units) < 0) {
            throw new IllegalArgumentException("fill %s: units %s, cumulative %s, leaves %s"
                    .formatted(fillId, units, cumulativeUnits, leavesUnits));
        }
    }
}
