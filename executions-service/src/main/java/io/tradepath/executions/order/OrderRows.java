package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.events.CancelReason;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.Fill;
import io.tradepath.events.FillId;
import io.tradepath.events.Order;
import io.tradepath.events.OrderId;
import io.tradepath.events.OrderStatus;
import io.tradepath.events.OrderType;
import io.tradepath.events.RejectReason;
import io.tradepath.events.TimeInForce;
import io.tradepath.executions.database.RowSet;
import io.tradepath.executions.database.Writes;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of {@code orders} and {@code fill}. */
final class OrderRows {
    private static final String ORDER_COLUMNS = """
            account_id, id, client_order_id, instrument, side, units, filled_units, leaves_units, type, price_bound,
            time_in_force, reduce_only, tag, status, reject_reason, cancel_reason, average_price, created_at, updated_at
            """;

    private static final String FILL_COLUMNS = """
            account_id, seq, id, order_id, instrument, side, units, cumulative_units, leaves_units, price, quote_epoch,
            quote_seq, realised_pl, conversion_rate, half_spread_cost, trade_date, filled_at
            """;

    private static final RowSet<Order> ORDERS = RowSet.<Order>columns()
            .column("text", Order::accountId)
            .column("uuid", Order::id)
            .column("text", Order::clientOrderId)
            .column("text", Order::instrument)
            .column("text", Order::side)
            .column("numeric", Order::units)
            .column("numeric", Order::filledUnits)
            .column("numeric", Order::leavesUnits)
            .column("text", Order::type)
            .column("numeric", Order::priceBound)
            .column("text", Order::timeInForce)
            .column("boolean", Order::reduceOnly)
            .column("text", Order::tag)
            .column("text", Order::status)
            .column("text", Order::rejectReason)
            .column("text", Order::cancelReason)
            .column("numeric", Order::averagePrice)
            .column("timestamptz", Order::createdTime)
            .column("timestamptz", Order::updatedTime)
            .build();

    private static final RowSet<NumberedFill> FILLS = RowSet.<NumberedFill>columns()
            .column("text", NumberedFill::accountId)
            .column("bigint", NumberedFill::seq)
            .column("uuid", row -> row.fill().fillId())
            .column("uuid", row -> row.fill().orderId())
            .column("text", row -> row.fill().instrument())
            .column("text", row -> row.fill().side())
            .column("numeric", row -> row.fill().units())
            .column("numeric", row -> row.fill().cumulativeUnits())
            .column("numeric", row -> row.fill().leavesUnits())
            .column("numeric", row -> row.fill().price())
            .column("bigint", row -> row.fill().quoteEpoch())
            .column("bigint", row -> row.fill().quoteSeq())
            .column("numeric", row -> row.fill().realisedPl())
            .column("numeric", row -> row.fill().conversionRate())
            .column("numeric", row -> row.fill().halfSpreadCost())
            .column("date", row -> row.fill().tradeDate())
            .column("timestamptz", row -> row.fill().time())
            .build();

    private OrderRows() {}

    /** A fill, and the seq of its event in the account. */
    record NumberedFill(AccountId accountId, long seq, Fill fill) {}

    /** The client's key of an order. */
    record Key(AccountId accountId, ClientOrderId clientOrderId) {}

    static void insert(Writes writes, List<Order> orders) throws SQLException {
        writes.add(ORDERS, """
                INSERT INTO orders (%s)
                SELECT * FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::numeric[],
                    ?::numeric[], ?::text[], ?::numeric[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::numeric[], ?::timestamptz[], ?::timestamptz[])
                """.formatted(ORDER_COLUMNS), orders);
    }

    static void insertFills(Writes writes, List<NumberedFill> fills) throws SQLException {
        writes.add(FILLS, """
                INSERT INTO fill (%s)
                SELECT * FROM unnest(?::text[], ?::bigint[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::numeric[],
                    ?::numeric[], ?::numeric[], ?::numeric[], ?::bigint[], ?::bigint[], ?::numeric[], ?::numeric[],
                    ?::numeric[], ?::date[], ?::timestamptz[])
                """.formatted(FILL_COLUMNS), fills);
    }

    /** Those of the keys that are used up, with their orders. */
    static Map<Key, Order> findByKeys(Connection connection, Collection<Key> keys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT %s FROM orders
                WHERE (account_id, client_order_id) IN (SELECT * FROM unnest(?::text[], ?::text[]))
                """.formatted(ORDER_COLUMNS))) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            keys.stream().map(key -> key.accountId().value()).toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            keys.stream()
                                    .map(key -> key.clientOrderId().value())
                                    .toArray()));
            Map<Key, Order> found = new HashMap<>();
            for (Order order : orders(connection, select)) {
                found.put(new Key(order.accountId(), order.clientOrderId()), order);
            }
            return found;
        }
    }

    /** Runs a query over {@link #ORDER_COLUMNS} and adds each order's fills. */
    static List<Order> orders(Connection connection, PreparedStatement select) throws SQLException {
        List<Order> bare = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                bare.add(order(rows));
            }
        }
        if (bare.isEmpty()) {
            return bare;
        }
        Map<OrderId, List<Fill>> fills = fillsOf(connection, bare);
        return bare.stream()
                .map(order -> OrderSteps.withFills(order, fills.getOrDefault(order.id(), List.of())))
                .toList();
    }

    static String selectOrders() {
        return "SELECT %s FROM orders ".formatted(ORDER_COLUMNS);
    }

    static String selectFills() {
        return "SELECT %s FROM fill ".formatted(FILL_COLUMNS);
    }

    static NumberedFill fill(ResultSet row) throws SQLException {
        Fill fill = new Fill(
                new FillId(row.getString("id")),
                new OrderId(row.getString("order_id")),
                CurrencyPair.parse(row.getString("instrument")),
                Side.valueOf(row.getString("side")),
                new Units(row.getBigDecimal("units")),
                new Units(row.getBigDecimal("cumulative_units")),
                new Units(row.getBigDecimal("leaves_units")),
                new Price(row.getBigDecimal("price")),
                row.getLong("quote_epoch"),
                row.getLong("quote_seq"),
                row.getBigDecimal("realised_pl"),
                row.getBigDecimal("conversion_rate"),
                row.getBigDecimal("half_spread_cost"),
                row.getObject("trade_date", LocalDate.class),
                row.getObject("filled_at", OffsetDateTime.class).toInstant());
        return new NumberedFill(new AccountId(row.getString("account_id")), row.getLong("seq"), fill);
    }

    private static Map<OrderId, List<Fill>> fillsOf(Connection connection, List<Order> orders) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(selectFills() + """
                WHERE (account_id, order_id) IN (SELECT * FROM unnest(?::text[], ?::uuid[])) ORDER BY account_id, seq
                """)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            orders.stream()
                                    .map(order -> order.accountId().value())
                                    .toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid",
                            orders.stream().map(order -> order.id().value()).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                Map<OrderId, List<Fill>> fills = new HashMap<>();
                while (rows.next()) {
                    Fill fill = fill(rows).fill();
                    fills.computeIfAbsent(fill.orderId(), _ -> new ArrayList<>())
                            .add(fill);
                }
                return fills;
            }
        }
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                new OrderId(row.getString("id")),
                new AccountId(row.getString("account_id")),
                new ClientOrderId(row.getString("client_order_id")),
                CurrencyPair.parse(row.getString("instrument")),
                Side.valueOf(row.getString("side")),
                new Units(row.getBigDecimal("units")),
                new Units(row.getBigDecimal("filled_units")),
                new Units(row.getBigDecimal("leaves_units")),
                OrderType.valueOf(row.getString("type")),
                price(row.getBigDecimal("price_bound")),
                TimeInForce.valueOf(row.getString("time_in_force")),
                row.getBoolean("reduce_only"),
                row.getString("tag"),
                OrderStatus.valueOf(row.getString("status")),
                value(row.getString("reject_reason"), RejectReason.class),
                value(row.getString("cancel_reason"), CancelReason.class),
                price(row.getBigDecimal("average_price")),
                List.of(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Price price(@Nullable BigDecimal value) {
        return value == null ? null : new Price(value);
    }

    private static <E extends Enum<E>> @Nullable E value(@Nullable String name, Class<E> type) {
        return name == null ? null : Enum.valueOf(type, name);
    }
}
