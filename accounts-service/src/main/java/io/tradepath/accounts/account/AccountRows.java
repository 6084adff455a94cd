package io.tradepath.accounts.account;

import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.fx.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/** Locks and writes account rows, in the caller's transaction. */
public final class AccountRows {
    private static final String LOCK = """
            SELECT id, owner, alias, currency, status, close_only_causes, balance, seq, version
            FROM account WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE
            """;
    private static final String UPDATE = """
            UPDATE account a
            SET alias = n.alias, status = n.status, close_only_causes = n.causes::text[],
                balance = n.balance, seq = n.seq, version = n.version
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::bigint[], ?::bigint[])
                 AS n(id, alias, status, causes, balance, seq, version)
            WHERE a.id = n.id
            """;

    private AccountRows() {}

    /** Locks and reads the account. */
    public static Optional<AccountRow> lock(JdbcTemplate db, AccountId account) {
        return Optional.ofNullable(lock(db, new TreeSet<>(Set.of(account))).get(account));
    }

    /** Locks, in the order of their ids, and reads those of the accounts that there are. */
    public static SortedMap<AccountId, AccountRow> lock(JdbcTemplate db, SortedSet<AccountId> accounts) {
        String[] ids = accounts.stream().map(AccountId::value).toArray(String[]::new);
        SortedMap<AccountId, AccountRow> rows = new TreeMap<>();
        for (AccountRow row : db.query(LOCK, (row, _) -> row(row), (Object) ids)) {
            rows.put(row.id(), row);
        }
        return rows;
    }

    /** Writes rows that are locked. */
    public static void update(JdbcTemplate db, Collection<AccountRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int updated = db.update(
                UPDATE,
                column(rows, row -> row.id().value()),
                column(rows, AccountRow::alias),
                column(rows, row -> row.standing().status().name()),
                column(rows, row -> "{" + String.join(",", names(row.standing().causes())) + "}"),
                column(rows, row -> row.balance().amount().toPlainString()),
                rows.stream().map(AccountRow::seq).toArray(Long[]::new),
                rows.stream().map(AccountRow::version).toArray(Long[]::new));
        if (updated != rows.size()) {
            throw new IllegalStateException("%d of %d accounts updated".formatted(updated, rows.size()));
        }
    }

    private static String[] column(Collection<AccountRow> rows, Function<AccountRow, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    private static List<String> names(Set<CloseOnlyCause> causes) {
        return causes.stream().map(Enum::name).sorted().toList();
    }

    private static AccountRow row(ResultSet row) throws SQLException {
        EnumSet<CloseOnlyCause> causes = EnumSet.noneOf(CloseOnlyCause.class);
        Arrays.stream((String[]) row.getArray("close_only_causes").getArray())
                .map(CloseOnlyCause::valueOf)
                .forEach(causes::add);
        return new AccountRow(
                new AccountId(row.getString("id")),
                row.getString("owner"),
                row.getString("alias"),
                new Standing(AccountStatus.valueOf(row.getString("status")), causes),
                new Money(row.getBigDecimal("balance"), Currency.getInstance(row.getString("currency"))),
                row.getLong("seq"),
                row.getLong("version"));
    }
}
