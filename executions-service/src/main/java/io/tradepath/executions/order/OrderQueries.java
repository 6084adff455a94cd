package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.Order;
import io.tradepath.events.OrderId;
import io.tradepath.events.OrderStatus;
import io.tradepath.executions.order.OrderRows.NumberedFill;
import io.tradepath.fx.CurrencyPair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads orders and fills for clients. */
@Component
class OrderQueries {
    /** Above every id that there is. */
    static final UUID GREATEST_ID = new UUID(-1, -1);

    private final DataSource database;

    OrderQueries(DataSource database) {
        this.database = database;
    }

    /**
     * Which orders.
     *
     * @param before only those made before this one
     */
    record Filter(@Nullable OrderStatus status, @Nullable CurrencyPair instrument, UUID before) {}

    /** Orders of the account, newest first. */
    List<Order> orders(AccountId account, Filter filter, int limit) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(OrderRows.selectOrders() + """
                        WHERE account_id = ?
                          AND (?::text IS NULL OR status = ?)
                          AND (?::text IS NULL OR instrument = ?)
                          AND id < ?
                        ORDER BY id DESC LIMIT ?
                        """)) {
            String status = filter.status() == null ? null : filter.status().name();
            String instrument =
                    filter.instrument() == null ? null : filter.instrument().toString();
            select.setString(1, account.value());
            select.setString(2, status);
            select.setString(3, status);
            select.setString(4, instrument);
            select.setString(5, instrument);
            select.setObject(6, filter.before());
            select.setInt(7, limit);
            return OrderRows.orders(connection, select);
        }
    }

    @Nullable
    Order order(AccountId account, OrderId id) throws SQLException {
        UUID uuid = uuid(id.value());
        if (uuid == null) {
            return null;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(OrderRows.selectOrders() + "WHERE account_id = ? AND id = ?")) {
            select.setString(1, account.value());
            select.setObject(2, uuid);
            List<Order> found = OrderRows.orders(connection, select);
            return found.isEmpty() ? null : found.getFirst();
        }
    }

    @Nullable
    Order order(AccountId account, ClientOrderId clientOrderId) throws SQLException {
        OrderRows.Key key = new OrderRows.Key(account, clientOrderId);
        try (Connection connection = database.getConnection()) {
            return OrderRows.findByKeys(connection, List.of(key)).get(key);
        }
    }

    /** Fills of the account, newest first; only those before {@code beforeSeq}. */
    List<NumberedFill> fills(AccountId account, long beforeSeq, int limit) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        OrderRows.selectFills() + "WHERE account_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?")) {
            select.setString(1, account.value());
            select.setLong(2, beforeSeq);
            select.setInt(3, limit);
            List<NumberedFill> fills = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    fills.add(OrderRows.fill(rows));
                }
            }
            return fills;
        }
    }

    /** Null for what cannot be the id of an order of ours. */
    static @Nullable UUID uuid(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }
}
