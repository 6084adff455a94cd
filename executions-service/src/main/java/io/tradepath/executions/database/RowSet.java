package io.tradepath.executions.database;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values as the columns that a set-based statement unnests: one array a column, so that the statement and its plan are
 * the same for one row and for a hundred.
 *
 * <p>{@code INSERT INTO fill (…) SELECT * FROM unnest(?::uuid[], ?::text[], …)}
 */
public final class RowSet<T> {
    private final List<Column<T>> columns;

    private RowSet(List<Column<T>> columns) {
        this.columns = List.copyOf(columns);
    }

    private record Column<T>(String type, Function<T, @Nullable Object> value) {}

    /** Begins to name the columns. */
    public static <T> Builder<T> columns() {
        return new Builder<>();
    }

    /** The rows, an array a column. */
    List<Array> arrays(Connection connection, List<T> rows) throws SQLException {
        List<Array> arrays = new ArrayList<>();
        for (Column<T> column : columns) {
            arrays.add(array(connection, column, rows));
        }
        return arrays;
    }

    private Array array(Connection connection, Column<T> column, List<T> rows) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = text(column.value.apply(rows.get(i)));
        }
        return connection.createArrayOf(column.type, values);
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal decimal -> decimal.toPlainString();
            default -> value.toString();
        };
    }

    /** Names the columns. */
    public static final class Builder<T> {
        private final List<Column<T>> columns = new ArrayList<>();

        private Builder() {}

        /** A column of PostgreSQL's {@code type}; a value is written as its text, null as NULL. */
        public Builder<T> column(String type, Function<T, @Nullable Object> value) {
            columns.add(new Column<>(type, value));
            return this;
        }

        public RowSet<T> build() {
            return new RowSet<>(columns);
        }
    }
}
