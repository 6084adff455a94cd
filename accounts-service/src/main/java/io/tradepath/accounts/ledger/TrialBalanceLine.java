package io.tradepath.accounts.ledger;

import io.tradepath.fx.Decimals;
import io.tradepath.fx.Money;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * The sums of a currency over the whole ledger.
 *
 * @param difference credits less debits; "0", or something is wrong
 */
record TrialBalanceLine(Currency currency, BigDecimal debits, BigDecimal credits, BigDecimal difference) {
    static TrialBalanceLine of(Currency currency, BigDecimal debits, BigDecimal credits) {
        return new TrialBalanceLine(
                currency,
                new Money(debits, currency).amount(),
                new Money(credits, currency).amount(),
                new BigDecimal(Decimals.plain(credits.subtract(debits))));
    }
}
