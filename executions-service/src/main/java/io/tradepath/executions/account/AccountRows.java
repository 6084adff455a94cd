package io.tradepath.executions.account;

import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.executions.database.RowSet;
import io.tradepath.executions.database.Writes;
import io.tradepath.fx.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of {@code account}: the first thing that every transaction of this service locks. */
public final class AccountRows {
    private static final String COLUMNS = "id, owner, currency, status, parked, cash, seq";

    private static final RowSet<Account> ROWS = RowSet.<Account>columns()
            .column("text", Account::id)
            .column("text", Account::owner)
            .column("text", Account::currency)
            .column("text", Account::status)
            .column("boolean", Account::parked)
            .column("numeric", account -> account.cash().amount())
            .column("bigint", Account::seq)
            .build();

    private static final RowSet<Account> CHANGES = RowSet.<Account>columns()
            .column("text", Account::id)
            .column("text", Account::status)
            .column("boolean", Account::parked)
            .column("numeric", account -> account.cash().amount())
            .column("bigint", Account::seq)
            .build();

    private AccountRows() {}

    /** What a lock does about a row that somebody else holds. */
    public enum Busy {
        /** Waits, as long as the session's {@code lock_timeout} lets it. */
        WAIT(""),
        /** Goes on without it. */
        SKIP("SKIP LOCKED");

        private final String clause;

        Busy(String clause) {
            this.clause = clause;
        }
    }

    /**
     * Locks the rows of those of the accounts that have one, in the order of their ids, so that no two transactions wait
     * for each other. Reads the rows as they are once they are locked; whatever else belongs to the accounts is read in
     * later statements, because this one's snapshot is older than the lock.
     */
    public static Map<AccountId, Account> lock(Connection connection, Collection<AccountId> ids, Busy busy)
            throws SQLException {
        return read(connection, ids, "ORDER BY id FOR NO KEY UPDATE " + busy.clause);
    }

    /** Reads the rows of those of the accounts that have one, without a lock. */
    public static Map<AccountId, Account> find(Connection connection, Collection<AccountId> ids) throws SQLException {
        return read(connection, ids, "");
    }

    /** Those of the accounts that have a row, locked by whomever. */
    public static Set<AccountId> existing(Connection connection, Collection<AccountId> ids) throws SQLException {
        return new HashSet<>(find(connection, ids).keySet());
    }

    /** Adds accounts. */
    public static void insert(Writes writes, List<Account> accounts) throws SQLException {
        writes.add(ROWS, """
                INSERT INTO account (%s)
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::numeric[], ?::bigint[])
                """.formatted(COLUMNS), accounts);
    }

    /** Writes back accounts that this transaction has locked. */
    public static void update(Writes writes, List<Account> accounts) throws SQLException {
        writes.add(CHANGES, """
                UPDATE account AS a SET status = n.status, parked = n.parked, cash = n.cash, seq = n.seq
                FROM unnest(?::text[], ?::text[], ?::boolean[], ?::numeric[], ?::bigint[])
                    AS n(id, status, parked, cash, seq)
                WHERE a.id = n.id
                """, accounts);
    }

    private static Map<AccountId, Account> read(Connection connection, Collection<AccountId> ids, String tail)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT %s FROM account WHERE id = ANY (?) %s".formatted(COLUMNS, tail))) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", ids.stream().map(AccountId::value).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                Map<AccountId, Account> accounts = new LinkedHashMap<>();
                while (rows.next()) {
                    Account account = account(rows);
                    accounts.put(account.id(), account);
                }
                return accounts;
            }
        }
    }

    private static Account account(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        return new Account(
                new AccountId(row.getString("id")),
                row.getString("owner"),
                currency,
                AccountStatus.valueOf(row.getString("status")),
                row.getBoolean("parked"),
                new Money(row.getBigDecimal("cash"), currency),
                row.getLong("seq"));
    }
}
