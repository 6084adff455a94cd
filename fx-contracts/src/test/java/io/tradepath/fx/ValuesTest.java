package io.tradepath.fx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency JPY = Currency.getInstance("JPY");

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "1.08514", "10000", "0.5", "999999999999999999.999999999999"})
    void parsesPlainDecimals(String text) {
        assertThat(Decimals.plain(Decimals.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1e5",
                "1e400",
                "NaN",
                "Infinity",
                "-0",
                "-0.00",
                "+1",
                "01",
                "1.",
                ".5",
                "1,5",
                "0x1F",
                "１",
                "1000000000000000000",
                "0.1234567890123",
                "1 ",
                "--1",
                "1.0.0"
            })
    void refusesWhatIsNotAPlainDecimal(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Decimals.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR_USD", "USD_JPY", "NZD_CHF"})
    void aPairIsWhatItsTextSays(String text) {
        assertThat(CurrencyPair.parse(text)).hasToString(text);
        assertThat(CurrencyPair.parseSymbol(text.replace("_", ""))).isEqualTo(CurrencyPair.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EURUSD", "EUR/USD", "eur_usd", "EUR_US", "EUR_EUR", "ABC_USD", "EUR_USD_"})
    void refusesWhatIsNotAPair(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CurrencyPair.parse(text));
    }

    @Test
    void pricesAndUnitsAreEqualByValue() {
        assertThat(Price.parse("1.10")).isEqualTo(Price.parse("1.1")).hasToString("1.1");
        assertThat(Units.parse("100.0")).isEqualTo(Units.of(100)).hasSameHashCodeAs(Units.of(100));
        assertThat(Units.parse("0.00")).isEqualTo(Units.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1.1"})
    void aPriceIsAboveZero(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Price.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"USD, 100.25", "JPY, 100", "KWD, 1.125"})
    void moneyHasItsCurrencysMinorUnits(String currency, String amount) {
        assertThat(Money.parse(amount, Currency.getInstance(currency))).hasToString(amount + " " + currency);
    }

    @ParameterizedTest
    @CsvSource({"USD, 100.255", "JPY, 100.5", "KWD, 1.1255"})
    void moneyHasNoMoreDecimalsThanItsCurrency(String currency, String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.parse(amount, Currency.getInstance(currency)))
                .withMessageContaining(currency);
    }

    @ParameterizedTest
    @CsvSource({"0.005, 0.00", "0.015, 0.02", "0.025, 0.02", "-0.005, 0.00", "-0.015, -0.02"})
    void moneyRoundsTiesToTheEvenMinorUnit(String exact, String rounded) {
        assertThat(Money.rounded(new BigDecimal(exact), USD).amount()).isEqualByComparingTo(rounded);
    }

    @Test
    void moneyOfTwoCurrenciesDoesNotAdd() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.zero(USD).plus(Money.zero(JPY)));
    }

    @Test
    void whatHasNoMinorUnitIsNotMoney() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.zero(Currency.getInstance("XAU")));
    }
}
