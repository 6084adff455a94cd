package io.tradepath.accounts.ledger;

import io.tradepath.events.AccountId;
import io.tradepath.events.FillId;
import io.tradepath.events.OrderId;
import io.tradepath.events.Transaction;
import io.tradepath.events.TransactionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a client's transaction is read: an entry and the client's leg of it. */
final class BookedRow {
    /** To be followed by a WHERE. */
    static final String SELECT = """
            SELECT p.seq, e.id, e.account_id, e.type, p.amount, p.balance, e.time, e.order_id, e.fill_id,
                   e.idempotency_key
            FROM posting p JOIN journal_entry e ON e.id = p.entry_id AND e.account_id = p.account_id
            """;

    private BookedRow() {}

    static Booked map(ResultSet row, int number) throws SQLException {
        return new Booked(
                row.getLong("seq"),
                new Transaction(
                        new TransactionId(row.getString("id")),
                        new AccountId(row.getString("account_id")),
                        Transaction.Type.valueOf(row.getString("type")),
                        row.getBigDecimal("amount"),
                        row.getBigDecimal("balance"),
                        row.getObject("time", OffsetDateTime.class).toInstant(),
                        new Transaction.Cause(
                                optional(row.getString("order_id"), OrderId::new),
                                optional(row.getString("fill_id"), FillId::new),
                                row.getString("idempotency_key"))));
    }

    private static <T> @Nullable T optional(@Nullable String text, Function<String, T> parse) {
        return text == null ? null : parse.apply(text);
    }
}
