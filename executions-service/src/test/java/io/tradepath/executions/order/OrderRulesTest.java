package io.tradepath.executions.order;

import static io.tradepath.executions.Prices.level;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.events.CancelReason;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.OrderType;
import io.tradepath.events.RejectReason;
import io.tradepath.events.TimeInForce;
import io.tradepath.executions.Prices;
import io.tradepath.executions.account.Account;
import io.tradepath.executions.position.Position;
import io.tradepath.executions.position.Positions;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Money;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.TradingHours;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderRulesTest {
    private static final Instant SATURDAY = Instant.parse("2026-11-28T12:00:00Z");

    private final Prices prices = new Prices().fresh("EUR_USD", "1.08500", "1.08510");
    private Account account = account("USD", "100000.00", AccountStatus.ACTIVE, false);
    private Positions positions = Positions.NONE;
    private TradingHours hours = TradingHours.ALWAYS;

    @Test
    void fillsAMarketOrderAtTheOtherSide() {
        Execution bought = filled(buy("10000"));
        assertThat(bought.price()).hasToString("1.0851");
        assertThat(bought.after().units()).isEqualTo(Units.of(10_000));
        assertThat(bought.realisedPl()).isEqualByComparingTo("0");
        assertThat(bought.conversionRate()).isNull();
        // Half of a spread of one pip on 10,000.
        assertThat(bought.halfSpreadCost()).isEqualByComparingTo("0.5");

        assertThat(filled(sell("10000")).price()).hasToString("1.085");
    }

    @Test
    void takesLevelAfterLevelAtTheVolumeWeightedPrice() {
        prices.put("EUR_USD", List.of(level("1.08500", 1)), asks(), true);
        Execution execution = filled(buy("300000"));
        // 100,000 at .10, 200,000 at .13
        assertThat(execution.price()).hasToString("1.08512");
        assertThat(execution.units()).isEqualTo(Units.of(300_000));
    }

    @Test
    void roundsTheVolumeWeightedPriceHalfEvenAtFiveDigitsMore() {
        prices.put("EUR_USD", List.of(level("1.08500", 1)), List.of(level("1.08510", 1), level("1.08511", 2)), true);
        assertThat(filled(buy("3")).price()).hasToString("1.0851066667");
    }

    @Test
    void fillOrKillIsCanceledWholeWhereTheDepthHasNotTheUnits() {
        prices.put("EUR_USD", List.of(level("1.08500", 1)), asks(), true);
        assertThat(decide(buy("300001")))
                .isEqualTo(new OrderDecision.Canceled(null, CancelReason.INSUFFICIENT_LIQUIDITY));
    }

    @Test
    void immediateOrCancelTakesWhatThereIs() {
        prices.put("EUR_USD", List.of(level("1.08500", 1)), asks(), true);
        OrderDecision.Canceled canceled = (OrderDecision.Canceled) decide(ioc(buy("400000"), null));
        assertThat(Objects.requireNonNull(canceled.execution()).units()).isEqualTo(Units.of(300_000));
        assertThat(canceled.reason()).isEqualTo(CancelReason.INSUFFICIENT_LIQUIDITY);
    }

    @Test
    void neverFillsBeyondThePriceBound() {
        prices.put("EUR_USD", List.of(level("1.08500", 1)), asks(), true);
        OrderDecision.Canceled part = (OrderDecision.Canceled) decide(ioc(buy("300000"), "1.08512"));
        assertThat(Objects.requireNonNull(part.execution()).price()).hasToString("1.0851");
        assertThat(part.execution().units()).isEqualTo(Units.of(100_000));
        assertThat(part.reason()).isEqualTo(CancelReason.PRICE_BOUND);

        assertThat(decide(ioc(buy("300000"), "1.08509")))
                .isEqualTo(new OrderDecision.Canceled(null, CancelReason.PRICE_BOUND));
        assertThat(decide(ioc(sell("1"), "1.08501")))
                .isEqualTo(new OrderDecision.Canceled(null, CancelReason.PRICE_BOUND));
        assertThat(decide(ioc(sell("1"), "1.08500"))).isInstanceOf(OrderDecision.Filled.class);
    }

    @ParameterizedTest
    @CsvSource({
        "EUR_USD, 1.5,      , UNITS_PRECISION",
        "EUR_USD, 0,        , UNITS_BELOW_MINIMUM",
        "EUR_USD, 10000001, , UNITS_ABOVE_MAXIMUM",
        "EUR_USD, 1, 1.085123, PRICE_PRECISION",
        "USD_PLN, 1,        , INSTRUMENT_UNKNOWN",
        "GBP_USD, 1,        , QUOTE_MISSING"
    })
    void refusesWhatTheInstrumentDoesNotAllow(String instrument, String units, String bound, RejectReason reason) {
        assertThat(rejected(order(instrument, Side.BUY, units, TimeInForce.IOC, bound, false)))
                .isEqualTo(reason);
    }

    @Test
    void rejectsAnOrderOnAStaleQuote() {
        prices.stale("EUR_USD", "1.08500", "1.08510");
        hold("EUR_USD", 100, "1.08");
        assertThat(rejected(buy("1"))).isEqualTo(RejectReason.QUOTE_STALE);
        assertThat(rejected(sell("100"))).isEqualTo(RejectReason.QUOTE_STALE);
    }

    @Test
    void rejectsAnOrderWhileTheMarketIsClosed() {
        hours = TradingHours.FX_WEEK;
        assertThat(decide(buy("1"), SATURDAY)).isEqualTo(new OrderDecision.Rejected(RejectReason.MARKET_CLOSED));
    }

    @ParameterizedTest
    @CsvSource({
        "LOCKED, false, 50, ACCOUNT_NOT_ACTIVE",
        "CLOSED, false, 50, ACCOUNT_NOT_ACTIVE",
        "LOCKED, true, 50, ACCOUNT_NOT_ACTIVE",
        "CLOSE_ONLY, false, 101, ACCOUNT_CLOSE_ONLY",
        "ACTIVE, true, 101, ACCOUNT_CLOSE_ONLY"
    })
    void refusesWhatTheAccountMayNot(AccountStatus status, boolean parked, String sold, RejectReason reason) {
        account = account("USD", "100000.00", status, parked);
        hold("EUR_USD", 100, "1.08");
        assertThat(rejected(sell(sold))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"CLOSE_ONLY, false", "ACTIVE, true"})
    void letsAnAccountThatMayOnlyCloseReduce(AccountStatus status, boolean parked) {
        account = account("USD", "0.00", status, parked);
        hold("EUR_USD", 100, "1.08");
        assertThat(filled(sell("100")).after().units()).isEqualTo(Units.ZERO);
    }

    @Test
    void refusesAReduceOnlyOrderThatWouldIncrease() {
        assertThat(rejected(reduceOnly(Side.SELL, "1"))).isEqualTo(RejectReason.REDUCE_ONLY_WOULD_INCREASE);
        hold("EUR_USD", 100, "1.08");
        assertThat(rejected(reduceOnly(Side.BUY, "1"))).isEqualTo(RejectReason.REDUCE_ONLY_WOULD_INCREASE);
        assertThat(rejected(reduceOnly(Side.SELL, "101"))).isEqualTo(RejectReason.REDUCE_ONLY_WOULD_INCREASE);
        assertThat(filled(reduceOnly(Side.SELL, "100")).after().units()).isEqualTo(Units.ZERO);
    }

    @Test
    void refusesAPositionBeyondTheLimit() {
        account = account("USD", "10000000.00", AccountStatus.ACTIVE, false);
        hold("EUR_USD", 9_000_000, "1.08");
        assertThat(rejected(buy("1000001"))).isEqualTo(RejectReason.POSITION_LIMIT);
        assertThat(decide(buy("1000000"))).isInstanceOf(OrderDecision.Filled.class);
    }

    @Test
    void refusesForWantOfMarginAfterTheFill() {
        // 100,000 EUR at mid 1.08505 and 3.33333 %: 3,616.83 of margin, and half a pip of 100,000 is lost on entry.
        account = account("USD", "3621.82", AccountStatus.ACTIVE, false);
        assertThat(rejected(buy("100000"))).isEqualTo(RejectReason.INSUFFICIENT_MARGIN);
        account = account("USD", "3621.83", AccountStatus.ACTIVE, false);
        assertThat(filled(buy("100000")).after().units()).isEqualTo(Units.of(100_000));
    }

    @Test
    void letsAPurelyReducingOrderPassWithoutMargin() {
        account = account("USD", "-50000.00", AccountStatus.ACTIVE, false);
        hold("EUR_USD", 1_000_000, "1.08");
        assertThat(filled(sell("1000000")).realisedPl()).isEqualByComparingTo("5000.00");
    }

    @Test
    void checksTheMarginOfAnOrderThatTurnsThePosition() {
        account = account("USD", "0.00", AccountStatus.ACTIVE, false);
        hold("EUR_USD", 1, "1.08");
        assertThat(rejected(sell("100001"))).isEqualTo(RejectReason.INSUFFICIENT_MARGIN);
    }

    @Test
    void realisesInTheAccountsCurrencyAtTheMidOfTheConversionPair() {
        account = account("EUR", "100000.00", AccountStatus.ACTIVE, false);
        prices.fresh("USD_JPY", "149.990", "150.010").fresh("EUR_JPY", "164.990", "165.010");
        hold("USD_JPY", 100_000, "149.000");
        Execution sold = filled(order("USD_JPY", Side.SELL, "100000", TimeInForce.FOK, null, false));
        // 99,000 JPY at 1/165, kept at twelve decimals
        assertThat(sold.conversionRate()).isEqualByComparingTo("0.006060606061");
        assertThat(sold.realisedPl()).isEqualByComparingTo("600.00");
    }

    @Test
    void postsWholeYenOnly() {
        account = account("JPY", "1000000", AccountStatus.ACTIVE, false);
        prices.fresh("USD_JPY", "150.000", "150.005");
        hold("USD_JPY", 7, "149.900");
        assertThat(filled(order("USD_JPY", Side.SELL, "7", TimeInForce.FOK, null, false))
                        .realisedPl())
                .isEqualTo(new BigDecimal("1"));
    }

    @Test
    void refusesAnEntryWithoutAFreshConversionQuoteAndLetsAnExitUseTheLastOne() {
        account = account("EUR", "100000.00", AccountStatus.ACTIVE, false);
        prices.fresh("USD_JPY", "149.990", "150.010").stale("EUR_JPY", "164.990", "165.010");
        assertThat(rejected(order("USD_JPY", Side.BUY, "1000", TimeInForce.FOK, null, false)))
                .isEqualTo(RejectReason.QUOTE_STALE);
        hold("USD_JPY", 100_000, "149.000");
        assertThat(filled(order("USD_JPY", Side.SELL, "100000", TimeInForce.FOK, null, false))
                        .realisedPl())
                .isEqualByComparingTo("600.00");
    }

    @Test
    void refusesBothWhereThereWasNeverAConversionQuote() {
        account = account("EUR", "100000.00", AccountStatus.ACTIVE, false);
        prices.fresh("USD_JPY", "149.990", "150.010");
        hold("USD_JPY", 100_000, "149.000");
        assertThat(rejected(order("USD_JPY", Side.BUY, "1", TimeInForce.FOK, null, false)))
                .isEqualTo(RejectReason.QUOTE_MISSING);
        assertThat(rejected(order("USD_JPY", Side.SELL, "100000", TimeInForce.FOK, null, false)))
                .isEqualTo(RejectReason.QUOTE_MISSING);
    }

    @Test
    void refusesAnEntryWhileAnotherPositionCannotBeValued() {
        hold("GBP_USD", 1000, "1.27");
        assertThat(rejected(buy("1"))).isEqualTo(RejectReason.QUOTE_MISSING);
        prices.stale("GBP_USD", "1.27", "1.28");
        assertThat(rejected(buy("1"))).isEqualTo(RejectReason.QUOTE_STALE);
    }

    private static List<io.tradepath.fx.PriceLevel> asks() {
        return List.of(level("1.08510", 100_000), level("1.08513", 200_000));
    }

    private void hold(String instrument, long units, String average) {
        positions = positions.with(
                new Position(CurrencyPair.parse(instrument), Units.of(units), Price.parse(average), BigDecimal.ZERO));
    }

    private OrderDecision decide(NewOrder order) {
        return decide(order, Prices.TIME);
    }

    private OrderDecision decide(NewOrder order, Instant now) {
        return OrderRules.decide(account, positions, new Market(prices.quotes(), hours, now), order);
    }

    private Execution filled(NewOrder order) {
        OrderDecision decision = decide(order);
        assertThat(decision).isInstanceOf(OrderDecision.Filled.class);
        return ((OrderDecision.Filled) decision).execution();
    }

    private RejectReason rejected(NewOrder order) {
        OrderDecision decision = decide(order);
        assertThat(decision).isInstanceOf(OrderDecision.Rejected.class);
        return ((OrderDecision.Rejected) decision).reason();
    }

    private static Account account(String currency, String cash, AccountStatus status, boolean parked) {
        Currency home = Currency.getInstance(currency);
        return new Account(
                new AccountId("a"), "trader", home, status, parked, new Money(new BigDecimal(cash), home), 0);
    }

    private static NewOrder buy(String units) {
        return order("EUR_USD", Side.BUY, units, TimeInForce.FOK, null, false);
    }

    private static NewOrder sell(String units) {
        return order("EUR_USD", Side.SELL, units, TimeInForce.FOK, null, false);
    }

    private static NewOrder reduceOnly(Side side, String units) {
        return order("EUR_USD", side, units, TimeInForce.FOK, null, true);
    }

    private static NewOrder ioc(NewOrder order, @Nullable String bound) {
        return order(
                order.instrument().toString(), order.side(), order.units().toString(), TimeInForce.IOC, bound, false);
    }

    private static NewOrder order(
            String instrument,
            Side side,
            String units,
            TimeInForce timeInForce,
            @Nullable String bound,
            boolean reduceOnly) {
        return new NewOrder(
                new ClientOrderId("k"),
                CurrencyPair.parse(instrument),
                side,
                Units.parse(units),
                OrderType.MARKET,
                bound == null ? null : Price.parse(bound),
                timeInForce,
                reduceOnly,
                null);
    }
}
