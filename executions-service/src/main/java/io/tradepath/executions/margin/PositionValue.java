package io.tradepath.executions.margin;

import io.tradepath.executions.conversion.Conversion;
import io.tradepath.executions.position.Position;
import io.tradepath.executions.quotes.Depth;
import io.tradepath.executions.quotes.Quotes;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Quote;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What an open position is worth in the account's currency; nothing is rounded.
 *
 * @param unrealisedMid profit or loss at the mid
 * @param unrealisedClosing profit or loss at the prices that closing it would get
 * @param marginUsed units at the mid of the base currency, times the margin rate
 * @param fresh false where a quote behind it is stale
 * @param asOf the time of the oldest quote behind it
 */
record PositionValue(
        BigDecimal unrealisedMid,
        BigDecimal unrealisedClosing,
        BigDecimal marginUsed,
        boolean fresh,
        @Nullable Instant asOf) {

    /** Null where a quote that it needs is missing. */
    static @Nullable PositionValue of(Position position, Currency home, Quotes quotes) {
        Quotes.Latest latest = quotes.find(position.instrument());
        Conversion quoteToHome = Conversion.between(position.instrument().quote(), home, quotes);
        Conversion baseToHome = Conversion.between(position.instrument().base(), home, quotes);
        if (latest == null || quoteToHome == null || baseToHome == null) {
            return null;
        }
        Instrument instrument = Instruments.get(position.instrument());
        Quote quote = latest.quote();
        BigDecimal units = position.units().value();
        BigDecimal cost = position.average().value().multiply(units);
        BigDecimal closingWorth = Depth.worth(
                        quote, position.closingSide(), position.units().abs())
                .multiply(BigDecimal.valueOf(position.units().signum()));
        return new PositionValue(
                quoteToHome.convert(quote.mid().multiply(units).subtract(cost)),
                quoteToHome.convert(closingWorth.subtract(cost)),
                baseToHome.convert(units.abs()).multiply(instrument.marginRate()),
                latest.fresh() && quoteToHome.fresh() && baseToHome.fresh(),
                Conversion.earlier(quote.time(), Conversion.earlier(quoteToHome.asOf(), baseToHome.asOf())));
    }
}
