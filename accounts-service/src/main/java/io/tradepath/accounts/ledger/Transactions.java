package io.tradepath.accounts.ledger;

import io.tradepath.events.AccountId;
import io.tradepath.events.Transaction;
import io.tradepath.http.Page;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads clients' transactions. */
@Component
final class Transactions {
    private final JdbcClient db;

    Transactions(JdbcClient db) {
        this.db = db;
    }

    /**
     * Which transactions a list is to show.
     *
     * @param from the earliest time, inclusive
     * @param to the latest, exclusive
     * @param beforeSeq the last of the page before
     */
    record Filter(
            Transaction.@Nullable Type type,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long beforeSeq) {}

    /** Newest first. */
    Page<Booked> list(AccountId account, Filter filter, int limit) {
        StringBuilder sql = new StringBuilder(BookedRow.SELECT + "WHERE p.account_id = :account\n");
        Map<String, Object> values = new HashMap<>();
        values.put("account", account.value());
        values.put("limit", limit + 1);
        restrict(
                sql,
                values,
                "AND e.type = :",
                "type",
                filter.type() == null ? null : filter.type().name());
        restrict(
                sql,
                values,
                "AND e.time >= :",
                "from",
                filter.from() == null ? null : filter.from().atOffset(ZoneOffset.UTC));
        restrict(
                sql,
                values,
                "AND e.time < :",
                "to",
                filter.to() == null ? null : filter.to().atOffset(ZoneOffset.UTC));
        restrict(sql, values, "AND p.seq < :", "beforeSeq", filter.beforeSeq());
        sql.append("ORDER BY p.seq DESC LIMIT :limit");
        return Page.of(
                db.sql(sql.toString()).params(values).query(BookedRow::map).list(),
                limit,
                booked -> Long.toString(booked.seq()));
    }

    private static void restrict(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(condition).append(name).append('\n');
            values.put(name, value);
        }
    }
}
