package io.tradepath.executions.events;

import io.tradepath.events.AccountId;
import io.tradepath.events.EventJson;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.Topics;
import io.tradepath.executions.database.RowSet;
import io.tradepath.executions.database.Writes;
import io.tradepath.wire.Outbox;
import io.tradepath.wire.OutboxRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of {@code execution_event}, and the outbox rows that carry the same events to the bus. */
public final class EventLog {
    private static final RowSet<Logged> ROWS = RowSet.<Logged>columns()
            .column("text", logged -> logged.event.accountId())
            .column("bigint", logged -> logged.event.seq())
            .column("timestamptz", logged -> logged.event.time())
            .column("text", Logged::json)
            .build();

    private EventLog() {}

    private record Logged(ExecutionEvent event, String json) {}

    /**
     * Appends events in the caller's transaction, which holds the row lock of each event's account and has written the
     * account's new seq.
     */
    public static void append(Writes writes, List<ExecutionEvent> events) throws SQLException {
        List<Logged> logged = events.stream()
                .map(event -> new Logged(event, EventJson.write(event)))
                .toList();
        writes.add(ROWS, """
                INSERT INTO execution_event (account_id, seq, time, payload)
                SELECT * FROM unnest(?::text[], ?::bigint[], ?::timestamptz[], ?::text[])
                """, logged);
        List<OutboxRow> rows = logged.stream()
                .map(one -> new OutboxRow(
                        Topics.EXECUTION_EVENTS, one.event.accountId().value(), one.json))
                .toList();
        writes.add(Outbox.APPEND, connection -> Outbox.columns(connection, rows));
    }

    /** Up to {@code limit} events of the account with a seq above {@code afterSeq}, oldest first, as JSON. */
    static List<String> after(Connection connection, AccountId account, long afterSeq, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT payload FROM execution_event
                WHERE account_id = ? AND seq > ? ORDER BY seq LIMIT ?
                """)) {
            select.setString(1, account.value());
            select.setLong(2, afterSeq);
            select.setInt(3, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<String> events = new ArrayList<>();
                while (rows.next()) {
                    events.add(rows.getString(1));
                }
                return events;
            }
        }
    }

    /** The seq of the account's last event; 0 where there is none. */
    static long lastSeq(Connection connection, AccountId account) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT coalesce(max(seq), 0) FROM execution_event WHERE account_id = ?")) {
            select.setString(1, account.value());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
