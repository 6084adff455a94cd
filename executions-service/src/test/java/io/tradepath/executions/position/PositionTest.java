package io.tradepath.executions.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency JPY = Currency.getInstance("JPY");

    @ParameterizedTest
    @CsvSource({
        // held, at, side, units, price -> units, average, closed, realised
        "0,      ,  BUY,  100, 10,  100, 10,  0,   0",
        "0,      ,  SELL, 100, 10, -100, 10,  0,   0",
        "100,  10,  BUY,  100, 12,  200, 11,  0,   0",
        "100,  10,  SELL,  50, 12,   50, 10, 50, 100",
        "100,  10,  SELL, 100, 12,    0,   , 100, 200",
        "100,  10,  SELL, 150, 12,  -50, 12, 100, 200",
        "-100, 10,  BUY,   50, 12,  -50, 10, 50, -100",
        "-100, 10,  BUY,  150,  8,   50,  8, 100, 200",
        "-100, 10,  SELL, 300, 14, -400, 13,  0,   0"
    })
    void aFillMovesThePosition(
            long held,
            String at,
            Side side,
            long units,
            String price,
            long expectedUnits,
            String average,
            long closed,
            String realised) {
        Position position = new Position(EUR_USD, Units.of(held), at == null ? null : Price.parse(at), BigDecimal.ZERO);
        Position.Change change = position.fill(side, Units.of(units), Price.parse(price));
        assertThat(change.after().units()).isEqualTo(Units.of(expectedUnits));
        assertThat(change.after().averagePrice()).isEqualTo(average == null ? null : Price.parse(average));
        assertThat(change.closedUnits()).isEqualTo(Units.of(closed));
        assertThat(change.realised()).isEqualByComparingTo(realised);
    }

    @Test
    void keepsTheAverageAtFiveDigitsMoreThanAPriceHas() {
        Position position = Position.flat(EUR_USD)
                .fill(Side.BUY, Units.of(1), Price.parse("1.00000"))
                .after()
                .fill(Side.BUY, Units.of(2), Price.parse("1.00001"))
                .after();
        assertThat(position.averagePrice()).hasToString("1.0000066667");
    }

    @ParameterizedTest
    @CsvSource({
        "100, SELL, 100, true",
        "100, SELL, 101, false",
        "100, BUY, 1, false",
        "-5, BUY, 5, true",
        "0, SELL, 1, false"
    })
    void tellsAnOrderThatCanOnlyReduce(long held, Side side, long units, boolean reduces) {
        Position position =
                new Position(EUR_USD, Units.of(held), held == 0 ? null : Price.parse("1.1"), BigDecimal.ZERO);
        assertThat(position.isReducedBy(side, Units.of(units))).isEqualTo(reduces);
    }

    @Test
    void aThousandSmallClosesPostNoMoreThanOneCentBesideTheExactSum() {
        BigDecimal posted = BigDecimal.ZERO;
        Position position = Position.flat(EUR_USD);
        for (int i = 0; i < 1_000; i++) {
            // A third of a cent each: rounded one by one, nothing would ever be posted.
            Position after = position.withRealised(new BigDecimal("0.00333"));
            posted = posted.add(position.posting(after, USD));
            position = after;
        }
        assertThat(posted).isEqualByComparingTo("3.33");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithANaiveRecomputationOfRandomFills(long seed) {
        Random random = new Random(seed);
        Currency home = seed % 2 == 0 ? USD : JPY;
        Position position = Position.flat(EUR_USD);
        Naive naive = new Naive();
        BigDecimal posted = BigDecimal.ZERO;
        for (int i = 0; i < 500; i++) {
            Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            long units = random.nextLong(1, 100_001);
            BigDecimal price = BigDecimal.valueOf(100_000 + random.nextInt(20_000), 5);
            BigDecimal rate = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 4);

            Position.Change change = position.fill(side, Units.of(units), new Price(price));
            Position after = change.after().withRealised(change.realised().multiply(rate));
            posted = posted.add(position.posting(after, home));
            position = after;
            naive.fill(side == Side.BUY ? units : -units, price, rate);

            assertThat(position.units()).as("seed %d, fill %d", seed, i).isEqualTo(Units.of(naive.units));
            if (naive.units != 0) {
                assertThat(position.average().value()).isEqualByComparingTo(naive.average);
            }
            assertThat(position.realisedExact()).isEqualByComparingTo(naive.realised);
            BigDecimal minorUnit = BigDecimal.ONE.movePointLeft(home.getDefaultFractionDigits());
            assertThat(posted).isCloseTo(naive.realised, within(minorUnit));
        }
    }

    @Test
    void refusesAnAverageWithoutUnitsAndUnitsWithoutAnAverage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(EUR_USD, Units.ZERO, Price.parse("1"), BigDecimal.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(EUR_USD, Units.of(1), null, BigDecimal.ZERO));
    }

    /** The definition, unit by unit so to speak: signed arithmetic and no cleverness. */
    private static final class Naive {
        long units;
        BigDecimal average = BigDecimal.ZERO;
        BigDecimal realised = BigDecimal.ZERO;

        void fill(long signed, BigDecimal price, BigDecimal rate) {
            long opposite = units > 0 ? Math.min(units, Math.max(0, -signed)) : Math.max(units, Math.min(0, -signed));
            realised = realised.add(price.subtract(average)
                    .multiply(BigDecimal.valueOf(opposite))
                    .multiply(rate));
            long kept = units - opposite;
            long added = signed + opposite;
            if (kept + added == 0) {
                average = BigDecimal.ZERO;
            } else if (added != 0) {
                average = average.multiply(BigDecimal.valueOf(kept))
                        .add(price.multiply(BigDecimal.valueOf(added)))
                        .divide(BigDecimal.valueOf(kept + added), 10, RoundingMode.HALF_EVEN);
            }
            units = kept + added;
        }
    }
}
