package io.tradepath.accounts.ledger;

import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sums the ledger. */
@Component
final class TrialBalances {
    /** It reads every posting there is (seen: a million in 0.3 s): longer than any other request may take. */
    static final Duration READ_MAX = Duration.ofSeconds(30);

    private static final String SUMS = """
            SELECT currency,
                   coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS debits,
                   coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS credits
            FROM posting GROUP BY currency ORDER BY currency
            """;

    private final JdbcTemplate db;
    private final TransactionTemplate transaction;

    TrialBalances(JdbcTemplate db, TransactionTemplate transaction) {
        this.db = db;
        this.transaction = transaction;
    }

    List<TrialBalanceLine> read() {
        return Objects.requireNonNull(transaction.execute(_ -> {
            allowTime();
            return db.query(
                    SUMS,
                    (row, _) -> TrialBalanceLine.of(
                            Currency.getInstance(row.getString("currency")),
                            row.getBigDecimal("debits"),
                            row.getBigDecimal("credits")));
        }));
    }

    /** For this transaction; the pool sets a connection back when it is returned. */
    private void allowTime() {
        int max = Math.toIntExact(READ_MAX.toMillis());
        db.execute((ConnectionCallback<Boolean>) connection -> {
            connection.setNetworkTimeout(Runnable::run, max);
            return true;
        });
        db.execute("SET LOCAL statement_timeout = " + max);
    }
}
