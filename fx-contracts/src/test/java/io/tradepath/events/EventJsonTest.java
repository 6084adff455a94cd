package io.tradepath.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** The JSON of every record on the bus is that of its golden file, which only ever gains fields. */
class EventJsonTest {
    private static final AccountId ACCOUNT = new AccountId("0197f3a0-0000-7000-8000-000000000001");
    private static final OrderId ORDER = new OrderId("0197f3a0-0000-7000-8000-000000000002");
    private static final FillId FILL = new FillId("0197f3a0-0000-7000-8000-000000000003");
    private static final Instant TIME = Instant.parse("2026-01-05T12:00:00.123456Z");
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final Transaction.Cause DEPOSITED = new Transaction.Cause(null, null, "key-1");
    private static final Transaction.Cause FILLED = new Transaction.Cause(ORDER, FILL, null);

    /** A record, the type that a reader reads it as, and the name of its golden file. */
    record Golden(String name, Class<?> type, Object record) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Golden> records() {
        return Stream.of(
                account("AccountOpened", new AccountEvent.AccountOpened(1, ACCOUNT, TIME, BigDecimal.ZERO, state())),
                account(
                        "Deposited",
                        new AccountEvent.Deposited(
                                2,
                                ACCOUNT,
                                TIME,
                                new BigDecimal("100000.00"),
                                transaction(Transaction.Type.DEPOSIT, "100000.00", DEPOSITED))),
                account(
                        "FillSettled",
                        new AccountEvent.FillSettled(
                                3,
                                ACCOUNT,
                                TIME,
                                BigDecimal.ZERO,
                                transaction(Transaction.Type.REALISED_PL, "-12.50", FILLED))),
                account(
                        "AccountStatusChanged",
                        new AccountEvent.AccountStatusChanged(
                                4,
                                ACCOUNT,
                                TIME,
                                BigDecimal.ZERO,
                                AccountStatus.CLOSE_ONLY,
                                AccountEvent.StatusReason.EVENT_PARKED)),
                execution("OrderAccepted", new ExecutionEvent.OrderAccepted(1, ACCOUNT, TIME, order(OrderStatus.NEW))),
                execution(
                        "OrderFilled",
                        new ExecutionEvent.OrderFilled(2, ACCOUNT, TIME, order(OrderStatus.FILLED), fill())),
                execution(
                        "OrderCanceled",
                        new ExecutionEvent.OrderCanceled(3, ACCOUNT, TIME, order(OrderStatus.CANCELED))),
                execution(
                        "OrderRejected",
                        new ExecutionEvent.OrderRejected(4, ACCOUNT, TIME, order(OrderStatus.REJECTED))),
                execution("EventsParked", new ExecutionEvent.EventsParked(5, ACCOUNT, TIME)),
                execution("EventsRedriven", new ExecutionEvent.EventsRedriven(6, ACCOUNT, TIME)),
                new Golden("AccountState", AccountState.class, state()),
                new Golden("quote", QuoteRecord.class, new QuoteRecord.Quoted(quote(), true)),
                new Golden("beat", QuoteRecord.class, new QuoteRecord.Beat(17, TIME)),
                new Golden("claim", QuoteRecord.class, new QuoteRecord.Claim("feed-1", TIME)),
                new Golden("CandleRecord", CandleRecord.class, new CandleRecord(candle(), 4711, 17, 42)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void writesItsGoldenFile(Golden golden) throws IOException {
        assertThat(EventJson.write(golden.record()) + "\n").isEqualTo(file(golden.name()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsItsGoldenFile(Golden golden) throws IOException {
        assertThat((Object) EventJson.read(file(golden.name()), golden.type())).isEqualTo(golden.record());
    }

    @ParameterizedTest
    @MethodSource("records")
    void passesOverFieldsOfALaterRelease(Golden golden) throws IOException {
        String later = file(golden.name()).replaceFirst("\\{", "{\"ofALaterRelease\":{\"a\":[1]},");
        assertThat((Object) EventJson.read(later, golden.type())).isEqualTo(golden.record());
    }

    @Test
    void everyKindOfEventHasAGoldenFile() {
        List<Class<?>> kinds =
                records().map(Golden::record).<Class<?>>map(Object::getClass).toList();
        assertThat(kinds)
                .contains(AccountEvent.class.getPermittedSubclasses())
                .contains(ExecutionEvent.class.getPermittedSubclasses())
                .contains(QuoteRecord.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"type\":\"Unheard\"}",
                "{\"type\":\"EventsParked\",\"accountId\":\"a\"}",
                "{\"type\":\"EventsParked\",\"seq\":\"x\",\"accountId\":\"a\",\"time\":\"2026-01-05T12:00:00Z\"}",
                "{\"type\":\"EventsParked\",\"seq\":1,\"accountId\":\"a\"}"
            })
    void refusesWhatIsNoEvent(String json) {
        assertThatThrownBy(() -> EventJson.read(json, ExecutionEvent.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void refusesAnOrderThatContradictsItself() {
        String contradiction = EventJson.write(order(OrderStatus.REJECTED)).replace("\"REJECTED\"", "\"FILLED\"");
        assertThatThrownBy(() -> EventJson.read(contradiction, Order.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void identifiersAreUniqueAndSortByTime() {
        List<String> ids = Stream.generate(Identifiers::next).limit(1_000).toList();
        assertThat(ids).doesNotHaveDuplicates().isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "é", "a\n"})
    void anIdentifierIsVisibleAscii(String text) {
        assertThatThrownBy(() -> new AccountId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Golden account(String name, AccountEvent event) {
        return new Golden(name, AccountEvent.class, event);
    }

    private static Golden execution(String name, ExecutionEvent event) {
        return new Golden(name, ExecutionEvent.class, event);
    }

    private static AccountState state() {
        return new AccountState(ACCOUNT, 1, "trader-1", "Main", Currency.getInstance("USD"), AccountStatus.ACTIVE);
    }

    private static Transaction transaction(Transaction.Type type, String amount, Transaction.Cause cause) {
        return new Transaction(
                new TransactionId("0197f3a0-0000-7000-8000-000000000004"),
                ACCOUNT,
                type,
                new BigDecimal(amount),
                new BigDecimal("100000.00"),
                TIME,
                cause);
    }

    private static Order order(OrderStatus status) {
        boolean filled = status == OrderStatus.FILLED;
        return new Order(
                ORDER,
                ACCOUNT,
                new ClientOrderId("client-1"),
                EUR_USD,
                Side.BUY,
                Units.of(100_000),
                filled ? Units.of(100_000) : Units.ZERO,
                status.isWorking() ? Units.of(100_000) : Units.ZERO,
                OrderType.MARKET,
                Price.parse("1.0860"),
                TimeInForce.FOK,
                false,
                "tag",
                status,
                status == OrderStatus.REJECTED ? RejectReason.INSUFFICIENT_MARGIN : null,
                status == OrderStatus.CANCELED ? CancelReason.PRICE_BOUND : null,
                filled ? Price.parse("1.08514") : null,
                filled ? List.of(fill()) : List.of(),
                TIME,
                TIME);
    }

    private static Fill fill() {
        return new Fill(
                FILL,
                ORDER,
                EUR_USD,
                Side.BUY,
                Units.of(100_000),
                Units.of(100_000),
                Units.ZERO,
                Price.parse("1.08514"),
                17,
                42,
                new BigDecimal("-12.50"),
                new BigDecimal("1"),
                new BigDecimal("3.000000"),
                LocalDate.parse("2026-01-05"),
                TIME);
    }

    private static Candle candle() {
        return new Candle(
                EUR_USD,
                Granularity.M1,
                Instant.parse("2026-01-05T12:00:00Z"),
                ohlc("1.0851", "1.0853", "1.085", "1.0852"),
                ohlc("1.0852", "1.0854", "1.0851", "1.0853"),
                ohlc("1.08515", "1.08535", "1.08505", "1.08525"),
                7,
                true);
    }

    private static Candle.Ohlc ohlc(String open, String high, String low, String close) {
        return new Candle.Ohlc(Price.parse(open), Price.parse(high), Price.parse(low), Price.parse(close));
    }

    private static Quote quote() {
        return new Quote(
                EUR_USD,
                17,
                42,
                TIME,
                List.of(new PriceLevel(Price.parse("1.08508"), Units.of(1_000_000))),
                List.of(
                        new PriceLevel(Price.parse("1.08514"), Units.of(1_000_000)),
                        new PriceLevel(Price.parse("1.08515"), Units.of(2_000_000))),
                Instant.parse("2014-05-02T12:29:58.001Z"));
    }

    private static String file(String name) throws IOException {
        try (InputStream golden = EventJsonTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return golden == null
                    ? "no golden file " + name
                    : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
