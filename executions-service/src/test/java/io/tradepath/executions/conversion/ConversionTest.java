package io.tradepath.executions.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.executions.Prices;
import java.util.Currency;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
    private final Prices prices = new Prices()
            .fresh("EUR_USD", "1.09999", "1.10001")
            .fresh("USD_JPY", "149.999", "150.001")
            .fresh("EUR_JPY", "164.000", "166.000")
            .stale("AUD_USD", "0.64999", "0.65001");

    @ParameterizedTest
    @CsvSource({
        "USD, USD, 1",
        "EUR, USD, 1.100000000000",
        "USD, EUR, 0.909090909091",
        "USD, JPY, 150.000000000000",
        "JPY, USD, 0.006666666667",
        // Its own pair, and not 1.1 times 150 through USD.
        "EUR, JPY, 165.000000000000",
        "JPY, EUR, 0.006060606061"
    })
    void convertsAtTheMid(String from, String to, String rate) {
        assertThat(Objects.requireNonNull(between(from, to)).rate()).isEqualByComparingTo(rate);
    }

    @Test
    void goesThroughUsdWhereThePairIsNotTraded() {
        prices.fresh("USD_NOK", "9.9999", "10.0001").fresh("USD_SEK", "10.4999", "10.5001");
        Conversion conversion = Objects.requireNonNull(between("NOK", "SEK"));
        assertThat(conversion.rate()).isEqualByComparingTo("1.05");
        assertThat(conversion.fresh()).isTrue();
    }

    @Test
    void isStaleWhereAQuoteBehindItIs() {
        prices.fresh("USD_NOK", "9.9999", "10.0001");
        assertThat(Objects.requireNonNull(between("AUD", "USD")).fresh()).isFalse();
        assertThat(Objects.requireNonNull(between("AUD", "NOK")).fresh()).isFalse();
    }

    @Test
    void isMissingWhereATradedPairHasNoQuoteWhateverOtherWayThereIs() {
        prices.fresh("GBP_USD", "1.27", "1.28");
        assertThat(between("EUR", "GBP")).isNull();
    }

    @Test
    void isMissingWhereNothingLeadsThere() {
        assertThat(between("PLN", "USD")).isNull();
    }

    private @Nullable Conversion between(String from, String to) {
        return Conversion.between(Currency.getInstance(from), Currency.getInstance(to), prices.quotes());
    }
}
