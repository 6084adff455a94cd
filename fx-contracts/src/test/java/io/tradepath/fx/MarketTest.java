package io.tradepath.fx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final Currency USD = Currency.getInstance("USD");

    @ParameterizedTest
    // New York is UTC-5 in January and UTC-4 in July.
    @CsvSource({
        "2026-01-05T21:59:59Z, 2026-01-05",
        "2026-01-05T22:00:00Z, 2026-01-06",
        "2026-07-06T20:59:59Z, 2026-07-06",
        "2026-07-06T21:00:00Z, 2026-07-07"
    })
    void theTradeDateEndsAtFiveInNewYork(Instant instant, LocalDate date) {
        assertThat(TradeDates.tradeDate(instant)).isEqualTo(date);
        assertThat(TradeDates.endOf(date)).isAfter(instant);
        assertThat(TradeDates.tradeDate(TradeDates.endOf(date))).isEqualTo(date.plusDays(1));
    }

    @ParameterizedTest
    // A Sunday, a Wednesday, a Friday, a Saturday.
    @CsvSource({
        "2026-01-04T21:59:59Z, false, 2026-01-04T22:00:00Z",
        "2026-01-04T22:00:00Z, true, 2026-01-04T22:00:00Z",
        "2026-01-07T12:00:00Z, true, 2026-01-07T12:00:00Z",
        "2026-01-09T21:59:59Z, true, 2026-01-09T21:59:59Z",
        "2026-01-09T22:00:00Z, false, 2026-01-11T22:00:00Z",
        "2026-01-10T12:00:00Z, false, 2026-01-11T22:00:00Z"
    })
    void theFxWeekIsSundayToFridayAtFiveInNewYork(Instant instant, boolean open, Instant nextOpen) {
        assertThat(TradingHours.FX_WEEK.isOpen(instant)).isEqualTo(open);
        assertThat(TradingHours.FX_WEEK.nextOpen(instant)).isEqualTo(nextOpen);
        assertThat(TradingHours.ALWAYS.isOpen(instant)).isTrue();
    }

    @Test
    void listsTheMajorsAndTheirCrosses() {
        assertThat(Instruments.all().stream().map(i -> i.pair().toString()))
                .hasSizeGreaterThanOrEqualTo(20)
                .contains("EUR_USD", "USD_JPY", "GBP_USD", "USD_CHF", "AUD_USD", "USD_CAD", "NZD_USD", "EUR_GBP");
    }

    /** Of each two currencies at most one order is the conventional pair. */
    @Test
    void listsNoPairBothWays() {
        for (Instrument instrument : Instruments.all()) {
            CurrencyPair pair = instrument.pair();
            assertThat(Instruments.find(CurrencyPair.parse(pair.quote() + "_" + pair.base())))
                    .isEmpty();
        }
    }

    @Test
    void everyCurrencyConvertsThroughTheDollar() {
        for (Instrument instrument : Instruments.all()) {
            for (Currency currency :
                    List.of(instrument.pair().base(), instrument.pair().quote())) {
                assertThat(Instruments.all())
                        .as("%s against USD", currency)
                        .anyMatch(i -> i.pair().has(currency) && i.pair().has(USD));
            }
        }
    }

    @Test
    void aPipIsTenPriceIncrements() {
        for (Instrument instrument : Instruments.all()) {
            assertThat(instrument.pip())
                    .isEqualByComparingTo(instrument.priceIncrement().multiply(BigDecimal.TEN));
        }
        assertThat(Instruments.get(EUR_USD).priceIncrement()).isEqualByComparingTo("0.00001");
        assertThat(Instruments.get(CurrencyPair.parse("USD_JPY")).pip()).isEqualByComparingTo("0.01");
    }

    @Test
    void marginRatesAreEsmasCaps() {
        assertThat(Instruments.get(EUR_USD).marginRate()).isEqualByComparingTo("0.0333333");
        assertThat(Instruments.get(CurrencyPair.parse("AUD_USD")).marginRate()).isEqualByComparingTo("0.05");
    }

    @Test
    void aQuoteHasTwoLaddersThatDoNotCross() {
        Quote quote = quote(List.of("1.1", "1.09"), List.of("1.2", "1.3"));
        assertThat(quote.mid()).isEqualByComparingTo("1.15");
        assertThat(quote.takenBy(Side.BUY)).isEqualTo(quote.asks());
        assertThat(quote.takenBy(Side.SELL)).isEqualTo(quote.bids());

        assertRefused(List.of("1.3"), List.of("1.2"));
        assertRefused(List.of("1.1", "1.1"), List.of("1.2"));
        assertRefused(List.of("1.1"), List.of("1.3", "1.2"));
        assertRefused(List.of(), List.of("1.2"));
        assertRefused(List.of("1.1"), List.of("1.2", "1.3", "1.4", "1.5", "1.6", "1.7"));
    }

    private static void assertRefused(List<String> bids, List<String> asks) {
        assertThatIllegalArgumentException().isThrownBy(() -> quote(bids, asks));
    }

    private static Quote quote(List<String> bids, List<String> asks) {
        return new Quote(EUR_USD, 1, 1, Instant.EPOCH, levels(bids), levels(asks), null);
    }

    private static List<PriceLevel> levels(List<String> prices) {
        return prices.stream()
                .map(price -> new PriceLevel(Price.parse(price), Units.of(1_000_000)))
                .toList();
    }
}
