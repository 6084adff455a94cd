package io.tradepath.wire;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Where a transaction leaves the events that are to be published if it commits. */
public final class Outbox {
    /**
     * The statement of {@link #append}, for who sends it together with others; its parameters are {@link #columns}. It
     * returns the ids.
     */
    // WITH ORDINALITY, ordered: an identity column numbers rows in the order in which they are inserted.
    public static final String APPEND = """
            INSERT INTO outbox (topic, record_key, payload)
            SELECT r.topic, r.record_key, r.payload
            FROM unnest(?::text[], ?::text[], ?::text[]) WITH ORDINALITY AS r(topic, record_key, payload, n)
            ORDER BY r.n
            RETURNING id
            """;

    private Outbox() {}

    /**
     * Appends rows in their order. The caller holds the row locks of the accounts that they are about, and commits.
     *
     * @return the greatest id given, for {@link OnTheBus}; 0 where there are no rows
     */
    public static long append(Connection connection, List<OutboxRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
            List<Array> columns = columns(connection, rows);
            for (int i = 0; i < columns.size(); i++) {
                insert.setArray(i + 1, columns.get(i));
            }
            try (ResultSet ids = insert.executeQuery()) {
                long greatest = 0;
                while (ids.next()) {
                    greatest = Math.max(greatest, ids.getLong(1));
                }
                return greatest;
            }
        }
    }

    /** The parameters of {@link #APPEND}. */
    public static List<Array> columns(Connection connection, List<OutboxRow> rows) throws SQLException {
        return List.of(
                column(connection, rows, row -> row.topic().name()),
                column(connection, rows, OutboxRow::key),
                column(connection, rows, OutboxRow::payload));
    }

    private static Array column(Connection connection, List<OutboxRow> rows, Function<OutboxRow, String> value)
            throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(value).toArray());
    }
}
