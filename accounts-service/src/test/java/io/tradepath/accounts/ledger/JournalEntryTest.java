package io.tradepath.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tradepath.events.AccountId;
import io.tradepath.events.Transaction;
import io.tradepath.events.TransactionId;
import io.tradepath.fx.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalEntryTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency JPY = Currency.getInstance("JPY");

    private static final Transaction DEPOSIT = new Transaction(
            new TransactionId("t"),
            new AccountId("a"),
            Transaction.Type.DEPOSIT,
            new BigDecimal("5.00"),
            new BigDecimal("12.00"),
            Instant.EPOCH,
            new Transaction.Cause(null, null, "k"));

    @Test
    void booksATransactionAgainstTheHouse() {
        JournalEntry entry = JournalEntry.of(DEPOSIT, 7, USD, HouseAccount.BANK);

        assertThat(entry.postings())
                .containsExactly(
                        new Posting(
                                new LedgerAccount.Client(new AccountId("a"), 7, Money.parse("12", USD)),
                                Money.parse("5", USD)),
                        new Posting(HouseAccount.BANK, Money.parse("-5", USD)));
    }

    @Test
    void refusesWhatDoesNotBalanceInEachCurrency() {
        assertThatIllegalArgumentException().isThrownBy(() -> entry(house("5", USD), house("-4.99", USD)));
        assertThatIllegalArgumentException().isThrownBy(() -> entry(house("5", USD), house("-5", JPY)));
        assertThatIllegalArgumentException().isThrownBy(() -> entry(house("5", USD)));
        assertThatIllegalArgumentException().isThrownBy(() -> entry());
        assertThat(entry(house("5", USD), house("3", JPY), house("-5", USD), house("-3", JPY))
                        .postings())
                .hasSize(4);
    }

    @Test
    void refusesAPostingOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> house("0", USD));
    }

    private static Posting house(String amount, Currency currency) {
        return new Posting(HouseAccount.TRADING, Money.parse(amount, currency));
    }

    private static JournalEntry entry(Posting... postings) {
        return new JournalEntry(DEPOSIT, List.of(postings));
    }
}
