package io.tradepath.wire;

import io.tradepath.events.AccountId;
import io.tradepath.events.SequencedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The inbox's tables, for one topic. */
final class InboxStore<E extends SequencedEvent> {
    private final String topic;
    private final Function<byte[], @Nullable E> decode;

    InboxStore(String topic, Function<byte[], @Nullable E> decode) {
        this.topic = topic;
        this.decode = decode;
    }

    /** How far an account has been applied. */
    record Applied(long seq, boolean parked) {
        static final Applied NOTHING = new Applied(0, false);
    }

    /** Accounts that an operator should know of. */
    record Waiting(
            long parkedAccounts,
            long gapAccounts,
            long overdueGapAccounts,
            @Nullable Instant oldestGap) {
        static final Waiting NONE = new Waiting(0, 0, 0, null);
    }

    Map<AccountId, Applied> applied(Connection connection, Collection<AccountId> accounts) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT account_id, seq, parked_reason IS NOT NULL
                FROM applied_seq
                WHERE topic = ? AND account_id = ANY (?)
                ORDER BY account_id
                FOR UPDATE
                """)) {
            select.setString(1, topic);
            select.setArray(2, connection.createArrayOf("text", texts(accounts)));
            try (ResultSet rows = select.executeQuery()) {
                Map<AccountId, Applied> applied = new HashMap<>();
                while (rows.next()) {
                    applied.put(new AccountId(rows.getString(1)), new Applied(rows.getLong(2), rows.getBoolean(3)));
                }
                return applied;
            }
        }
    }

    Map<AccountId, List<Received<E>>> held(Connection connection, Collection<AccountId> accounts) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT account_id, partition, record_offset, payload
                FROM held_event
                WHERE topic = ? AND account_id = ANY (?)
                ORDER BY account_id, record_offset
                """)) {
            select.setString(1, topic);
            select.setArray(2, connection.createArrayOf("text", texts(accounts)));
            try (ResultSet rows = select.executeQuery()) {
                Map<AccountId, List<Received<E>>> held = new HashMap<>();
                while (rows.next()) {
                    byte[] payload = rows.getBytes(4);
                    held.computeIfAbsent(new AccountId(rows.getString(1)), _ -> new ArrayList<>())
                            .add(new Received<>(rows.getInt(2), rows.getLong(3), payload, decode.apply(payload)));
                }
                return held;
            }
        }
    }

    void setApplied(Connection connection, Map<AccountId, Long> applied) throws SQLException {
        if (applied.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO applied_seq (topic, account_id, seq)
                SELECT ?, a.account_id, a.seq FROM unnest(?::text[], ?::bigint[]) AS a(account_id, seq)
                ON CONFLICT (topic, account_id) DO UPDATE SET seq = excluded.seq
                """)) {
            upsert.setString(1, topic);
            upsert.setArray(2, connection.createArrayOf("text", texts(applied.keySet())));
            upsert.setArray(
                    3, connection.createArrayOf("bigint", applied.values().toArray()));
            upsert.executeUpdate();
        }
    }

    void hold(Connection connection, AccountId account, List<Received<E>> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO held_event (topic, account_id, partition, record_offset, seq, payload)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """)) {
            for (Received<E> record : records) {
                insert.setString(1, topic);
                insert.setString(2, account.value());
                insert.setInt(3, record.partition());
                insert.setLong(4, record.offset());
                insert.setObject(
                        5, record.event() == null ? null : record.event().seq(), Types.BIGINT);
                insert.setBytes(6, record.payload());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    void release(Connection connection, AccountId account, List<Received<E>> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM held_event WHERE topic = ? AND account_id = ? AND record_offset = ANY (?)")) {
            delete.setString(1, topic);
            delete.setString(2, account.value());
            delete.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", records.stream().map(Received::offset).toArray()));
            delete.executeUpdate();
        }
    }

    /** Marks an account as parked, or as parked for another reason; null lifts it. */
    void setParked(Connection connection, AccountId account, @Nullable String reason) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO applied_seq AS a (topic, account_id, seq, parked_reason, parked_at)
                VALUES (?, ?, 0, ?, clock_timestamp())
                ON CONFLICT (topic, account_id) DO UPDATE
                SET parked_reason = excluded.parked_reason,
                    parked_at = CASE WHEN excluded.parked_reason IS NULL THEN NULL
                                     ELSE coalesce(a.parked_at, excluded.parked_at) END
                """)) {
            upsert.setString(1, topic);
            upsert.setString(2, account.value());
            upsert.setString(3, reason);
            upsert.executeUpdate();
        }
    }

    /** The next offset of each partition that has one. */
    Map<Integer, Long> positions(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT partition, next_offset FROM inbox_position WHERE topic = ?")) {
            select.setString(1, topic);
            try (ResultSet rows = select.executeQuery()) {
                Map<Integer, Long> positions = new HashMap<>();
                while (rows.next()) {
                    positions.put(rows.getInt(1), rows.getLong(2));
                }
                return positions;
            }
        }
    }

    /** Moves partitions' positions forward; a former owner of a partition that comes late moves nothing back. */
    void advance(Connection connection, SortedMap<Integer, Long> nextOffsets) throws SQLException {
        setPositions(connection, nextOffsets, "greatest(p.next_offset, excluded.next_offset)");
    }

    /** Sets a position back, where the topic has lost what was there: its records come again and are sorted out by seq. */
    void setBack(Connection connection, int partition, long nextOffset) throws SQLException {
        setPositions(connection, new TreeMap<>(Map.of(partition, nextOffset)), "excluded.next_offset");
    }

    /** In the order of the partitions, so that no two owners wait for each other. */
    private void setPositions(Connection connection, SortedMap<Integer, Long> nextOffsets, String rule)
            throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO inbox_position AS p (topic, partition, next_offset)
                SELECT ?, n.partition, n.next_offset FROM unnest(?::int[], ?::bigint[]) AS n(partition, next_offset)
                ON CONFLICT (topic, partition) DO UPDATE SET next_offset = %s
                """.formatted(rule))) {
            upsert.setString(1, topic);
            upsert.setArray(
                    2, connection.createArrayOf("int", nextOffsets.keySet().toArray()));
            upsert.setArray(
                    3, connection.createArrayOf("bigint", nextOffsets.values().toArray()));
            upsert.executeUpdate();
        }
    }

    Waiting waiting(Connection connection, int overdueSeconds) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                WITH gaps AS (
                    SELECT h.account_id, min(h.held_at) AS since
                    FROM held_event h LEFT JOIN applied_seq a USING (topic, account_id)
                    WHERE h.topic = ? AND a.parked_reason IS NULL
                    GROUP BY h.account_id)
                SELECT (SELECT count(*) FROM applied_seq WHERE topic = ? AND parked_reason IS NOT NULL),
                       (SELECT count(*) FROM gaps),
                       (SELECT count(*) FROM gaps WHERE since < clock_timestamp() - make_interval(secs => ?)),
                       (SELECT min(since) FROM gaps)
                """)) {
            select.setString(1, topic);
            select.setString(2, topic);
            select.setInt(3, overdueSeconds);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                OffsetDateTime oldest = row.getObject(4, OffsetDateTime.class);
                return new Waiting(
                        row.getLong(1), row.getLong(2), row.getLong(3), oldest == null ? null : oldest.toInstant());
            }
        }
    }

    List<ParkedAccount> parked(Connection connection, int max) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT a.account_id, a.seq, a.parked_reason, a.parked_at,
                       (SELECT count(*) FROM held_event h WHERE h.topic = a.topic AND h.account_id = a.account_id)
                FROM applied_seq a
                WHERE a.topic = ? AND a.parked_reason IS NOT NULL
                ORDER BY a.parked_at, a.account_id
                LIMIT ?
                """)) {
            select.setString(1, topic);
            select.setInt(2, max);
            try (ResultSet rows = select.executeQuery()) {
                List<ParkedAccount> parked = new ArrayList<>();
                while (rows.next()) {
                    parked.add(new ParkedAccount(
                            new AccountId(rows.getString(1)),
                            topic,
                            rows.getLong(2),
                            rows.getInt(5),
                            rows.getString(3),
                            rows.getObject(4, OffsetDateTime.class).toInstant()));
                }
                return parked;
            }
        }
    }

    private static Object[] texts(Collection<AccountId> accounts) {
        return accounts.stream().map(AccountId::value).toArray();
    }
}
