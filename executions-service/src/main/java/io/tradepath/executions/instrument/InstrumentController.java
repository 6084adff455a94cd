package io.tradepath.executions.instrument;

import io.tradepath.executions.quotes.MarketData;
import io.tradepath.executions.quotes.Quotes;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.TradingHours;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The instrument list over HTTP. */
@RestController
class InstrumentController {
    private final MarketData marketData;
    private final TradingHours hours;
    private final Clock clock;

    InstrumentController(MarketData marketData, TradingHours hours, Clock clock) {
        this.marketData = marketData;
        this.hours = hours;
        this.clock = clock;
    }

    /** All instruments, the majors first. */
    record InstrumentList(List<Traded> instruments) {}

    /**
     * An instrument.
     *
     * @param pip the unit in which price changes are counted
     * @param digits decimals of a price
     * @param priceIncrement the smallest step of a price
     * @param unitsDigits decimals of units
     * @param marginRate margin as a fraction of the position's value
     * @param minimumUnits the smallest order
     * @param maximumOrderUnits the largest order
     * @param maximumPositionUnits the largest absolute position
     * @param longRate financing per year for a long position as a fraction; positive is a credit to the client
     * @param shortRate the same for a short one
     * @param tradingHours ALWAYS, or FX_WEEK: Sunday 17:00 to Friday 17:00 in New York
     * @param tradeable true where the market is open and there is a fresh quote
     */
    record Traded(
            CurrencyPair instrument,
            BigDecimal pip,
            int digits,
            BigDecimal priceIncrement,
            int unitsDigits,
            BigDecimal marginRate,
            Units minimumUnits,
            Units maximumOrderUnits,
            Units maximumPositionUnits,
            BigDecimal longRate,
            BigDecimal shortRate,
            TradingHours tradingHours,
            boolean tradeable) {}

    @GetMapping("/executions/instruments")
    InstrumentList instruments() {
        Quotes quotes = marketData.quotes();
        Instant now = clock.instant();
        return new InstrumentList(Instruments.all().stream()
                .map(instrument -> traded(instrument, quotes, now))
                .toList());
    }

    private Traded traded(Instrument instrument, Quotes quotes, Instant now) {
        Quotes.Latest latest = quotes.find(instrument.pair());
        return new Traded(
                instrument.pair(),
                instrument.pip(),
                instrument.digits(),
                instrument.priceIncrement(),
                instrument.unitsDigits(),
                instrument.marginRate(),
                instrument.minimumUnits(),
                instrument.maximumOrderUnits(),
                instrument.maximumPositionUnits(),
                instrument.longRate(),
                instrument.shortRate(),
                hours,
                hours.isOpen(now) && latest != null && latest.fresh());
    }
}
