package io.tradepath.accounts.funding;

import io.tradepath.accounts.account.AccountRow;
import io.tradepath.events.Transaction;
import io.tradepath.fx.Decimals;
import io.tradepath.fx.Money;
import io.tradepath.http.ProblemException;
import java.math.BigDecimal;
import java.util.Currency;

/** What a deposit may be. */
final class DepositRule {
    /** The most that one deposit may bring, in any currency: beyond it, it is a slip of the finger. */
    static final BigDecimal AMOUNT_MAX = new BigDecimal("1000000000000");
    /** The most that an account may hold: well within the digits that a decimal may have on the wire. */
    static final BigDecimal BALANCE_MAX = new BigDecimal("1000000000000000");

    private DepositRule() {}

    /** @throws ProblemException 400 for what is no amount of money of that currency that could come in */
    static Money amount(String text, Currency currency) {
        Money amount;
        try {
            amount = Money.parse(text, currency);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("amount", String.valueOf(e.getMessage()));
        }
        if (amount.signum() <= 0 || amount.amount().compareTo(AMOUNT_MAX) > 0) {
            throw ProblemException.invalid("amount", "above 0, at most %s".formatted(Decimals.plain(AMOUNT_MAX)));
        }
        return amount;
    }

    /** @throws ProblemException 422 where the account does not take it */
    static void check(AccountRow account, Money amount) {
        if (!account.standing().takesDeposits()) {
            throw ProblemException.refused(
                    "account-not-active", "the account is " + account.standing().status());
        }
        if (account.balance().plus(amount).amount().compareTo(BALANCE_MAX) > 0) {
            throw ProblemException.refused(
                    "balance-limit", "an account holds at most %s".formatted(Decimals.plain(BALANCE_MAX)));
        }
    }

    /**
     * Whether a key's first request was this one.
     *
     * @throws ProblemException 409 where it was another
     */
    static void checkSameRequest(Transaction first, Money amount) {
        if (first.type() != Transaction.Type.DEPOSIT || first.amount().compareTo(amount.amount()) != 0) {
            throw ProblemException.conflict("idempotency-key-reused", "the key was used before with another request");
        }
    }
}
