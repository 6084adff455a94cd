package io.tradepath.accounts.ledger;

import io.tradepath.fx.Decimals;
import io.tradepath.fx.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /accounts/ledger/trial-balance}: whether the whole ledger balances, for operators. */
@RestController
final class TrialBalanceController {
    private final JdbcClient db;

    TrialBalanceController(JdbcClient db) {
        this.db = db;
    }

    /** One line a currency. */
    record TrialBalance(List<Line> currencies) {}

    /**
     * The sums of a currency.
     *
     * @param difference credits less debits; "0", or something is wrong
     */
    record Line(Currency currency, BigDecimal debits, BigDecimal credits, BigDecimal difference) {
        static Line of(Currency currency, BigDecimal debits, BigDecimal credits) {
            return new Line(
                    currency,
                    new Money(debits, currency).amount(),
                    new Money(credits, currency).amount(),
                    new BigDecimal(Decimals.plain(credits.subtract(debits))));
        }
    }

    @GetMapping("/accounts/ledger/trial-balance")
    TrialBalance trialBalance() {
        return new TrialBalance(db.sql("""
                        SELECT currency,
                               coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS debits,
                               coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS credits
                        FROM posting GROUP BY currency ORDER BY currency
                        """)
                .query((row, _) -> Line.of(
                        Currency.getInstance(row.getString("currency")),
                        row.getBigDecimal("debits"),
                        row.getBigDecimal("credits")))
                .list());
    }
}
