package io.tradepath.accounts.ledger;

import io.tradepath.events.Transaction;
import io.tradepath.fx.Money;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client's transaction as it is booked.
 *
 * @param postings sum to zero in each currency
 */
public record JournalEntry(Transaction transaction, List<Posting> postings) {
    public JournalEntry {
        postings = List.copyOf(postings);
        Map<String, Money> sums = new TreeMap<>();
        for (Posting posting : postings) {
            sums.merge(posting.amount().currency().getCurrencyCode(), posting.amount(), Money::plus);
        }
        if (postings.size() < 2 || sums.values().stream().anyMatch(sum -> sum.signum() != 0)) {
            throw new IllegalArgumentException("entry %s does not balance: %s".formatted(transaction.id(), postings));
        }
    }

    /**
     * The transaction against a house account.
     *
     * @param seq of the account event that tells of it
     */
    public static JournalEntry of(Transaction transaction, long seq, Currency currency, HouseAccount house) {
        Money amount = new Money(transaction.amount(), currency);
        Money balance = new Money(transaction.balance(), currency);
        return new JournalEntry(
                transaction,
                List.of(
                        new Posting(new LedgerAccount.Client(transaction.accountId(), seq, balance), amount),
                        new Posting(house, amount.negated())));
    }
}
