package io.tradepath.executions.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradepath.executions.Prices;
import io.tradepath.executions.position.Position;
import io.tradepath.executions.position.Positions;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Money;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Worked examples that brokers publish, from a file that stands beside the project. */
class ReferenceCasesTest {
    private static final Path FILE = Path.of("../../shared/data/reference-cases.csv");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");

    private Map<String, String[]> cases = Map.of();

    @BeforeEach
    void readTheFile() throws IOException {
        assumeTrue(Files.exists(FILE), "the reference cases are not here: " + FILE);
        try (var lines = Files.lines(FILE)) {
            cases = lines.skip(1).map(line -> line.split(",", -1)).collect(Collectors.toMap(row -> row[0], row -> row));
        }
    }

    @Test
    void m1MarginUsed() {
        assertThat(expected("M1")).startsWith(amount(example().marginUsed()) + " GBP");
    }

    @Test
    void m2UnrealisedProfitAtMid() {
        assertThat(expected("M2")).startsWith(amount(example().navMid().subtract(balance())) + " GBP");
    }

    @Test
    void m3NetAssetValueAtMidAndMarginAvailable() {
        assertThat(expected("M3"))
                .startsWith(
                        amount(example().navMid()) + " / " + amount(example().marginAvailable()) + " GBP");
    }

    @Test
    void m4MarginCloseoutPercent() {
        BigDecimal percent =
                Objects.requireNonNull(example().marginCloseoutPercent()).movePointRight(2);
        assertThat(expected("M4")).startsWith(percent.setScale(2, RoundingMode.HALF_EVEN) + "%");
    }

    @Test
    void p1RealisedProfitInTheQuoteCurrency() {
        String[] numbers = numbers("P1");
        assertThat(expected("P1")).isEqualTo("+" + realised("EUR_USD", Side.SELL, numbers, "USD"));
    }

    @Test
    void p3RealisedProfitInYen() {
        String[] numbers = numbers("P3");
        assertThat(expected("P3")).isEqualTo(realised("USD_JPY", Side.BUY, numbers, "JPY"));
    }

    /** M1 to M4 are one example: so many EUR_GBP, bought at one price and valued at the mid of another. */
    private Valuation example() {
        BigDecimal units = new BigDecimal(numbers("M1")[0]);
        String bought = numbers("M2")[0];
        BigDecimal mid = new BigDecimal(numbers("M1")[1]);
        BigDecimal halfSpread = new BigDecimal("0.00005");
        Prices prices = new Prices()
                .fresh(
                        "EUR_GBP",
                        mid.subtract(halfSpread).toPlainString(),
                        mid.add(halfSpread).toPlainString());
        Position position =
                new Position(CurrencyPair.parse("EUR_GBP"), new Units(units), Price.parse(bought), BigDecimal.ZERO);
        Positions positions = Positions.NONE.with(position);
        return Objects.requireNonNull(Valuation.of(balance(), Currency.getInstance("GBP"), positions, prices.quotes()));
    }

    private BigDecimal balance() {
        return new BigDecimal(numbers("M3")[0]);
    }

    private static String realised(String pair, Side side, String[] unitsOpenClose, String home) {
        Currency currency = Currency.getInstance(home);
        Units units = Units.parse(unitsOpenClose[0]);
        Position opened = Position.flat(CurrencyPair.parse(pair))
                .fill(side, units, new Price(new BigDecimal(unitsOpenClose[1])))
                .after();
        Position.Change closed = opened.fill(side.opposite(), units, new Price(new BigDecimal(unitsOpenClose[2])));
        return new Money(opened.posting(closed.after().withRealised(closed.realised()), currency), currency).toString();
    }

    private static String amount(BigDecimal exact) {
        return Money.rounded(exact, Currency.getInstance("GBP")).amount().toPlainString();
    }

    private String expected(String id) {
        return Objects.requireNonNull(cases.get(id), id)[3];
    }

    private String[] numbers(String id) {
        Matcher matcher = DECIMAL.matcher(Objects.requireNonNull(cases.get(id), id)[2]);
        return matcher.results().map(result -> result.group()).toArray(String[]::new);
    }
}
