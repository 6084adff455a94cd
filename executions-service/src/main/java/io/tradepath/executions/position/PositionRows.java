package io.tradepath.executions.position;

import io.tradepath.events.AccountId;
import io.tradepath.executions.database.RowSet;
import io.tradepath.executions.database.Writes;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of {@code position}: one for each account and instrument that it ever traded. */
public final class PositionRows {
    private static final RowSet<Held> ROWS = RowSet.<Held>columns()
            .column("text", Held::accountId)
            .column("text", held -> held.position().instrument())
            .column("numeric", held -> held.position().units())
            .column("numeric", held -> held.position().averagePrice())
            .column("numeric", held -> held.position().realisedExact())
            .build();

    private PositionRows() {}

    /** A position and whose it is. */
    public record Held(AccountId accountId, Position position) {}

    /** The positions of each of the accounts. */
    public static Map<AccountId, Positions> find(Connection connection, Collection<AccountId> accounts)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT account_id, instrument, units, average_price, realised_exact
                FROM position WHERE account_id = ANY (?)
                """)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", accounts.stream().map(AccountId::value).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                Map<AccountId, List<Position>> found = new HashMap<>();
                while (rows.next()) {
                    found.computeIfAbsent(new AccountId(rows.getString("account_id")), _ -> new ArrayList<>())
                            .add(position(rows));
                }
                return found.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Positions.of(entry.getValue())));
            }
        }
    }

    /** Writes each position once, as it stands at the end of the transaction. */
    public static void upsert(Writes writes, List<Held> positions) throws SQLException {
        writes.add(ROWS, """
                INSERT INTO position (account_id, instrument, units, average_price, realised_exact)
                SELECT * FROM unnest(?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::numeric[])
                ON CONFLICT (account_id, instrument) DO UPDATE
                SET units = excluded.units,
                    average_price = excluded.average_price,
                    realised_exact = excluded.realised_exact
                """, positions);
    }

    private static Position position(ResultSet row) throws SQLException {
        BigDecimal average = row.getBigDecimal("average_price");
        return new Position(
                CurrencyPair.parse(row.getString("instrument")),
                new Units(row.getBigDecimal("units")),
                average == null ? null : new Price(average),
                row.getBigDecimal("realised_exact"));
    }
}
