package io.tradepath.accounts.ledger;

import io.tradepath.events.AccountId;
import io.tradepath.events.FillId;
import io.tradepath.events.OrderId;
import io.tradepath.events.Transaction;
import io.tradepath.fx.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes entries, in the caller's transaction and under its lock on the clients' accounts. */
public final class Journal {
    private static final String INSERT_ENTRIES = """
            INSERT INTO journal_entry (id, type, time, account_id, idempotency_key, order_id, fill_id)
            SELECT * FROM unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[])
            """;
    // All legs in one statement: the trigger looks at the entry as a whole.
    private static final String INSERT_POSTINGS = """
            INSERT INTO posting (entry_id, leg, account_id, house_account, currency, amount, seq, balance)
            SELECT * FROM unnest(?::text[], ?::smallint[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::bigint[],
                                 ?::numeric[])
            """;

    private Journal() {}

    public static void write(JdbcTemplate db, List<JournalEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<Transaction> transactions =
                entries.stream().map(JournalEntry::transaction).toList();
        db.update(
                INSERT_ENTRIES,
                column(transactions, transaction -> transaction.id().value()),
                column(transactions, transaction -> transaction.type().name()),
                column(transactions, transaction -> transaction.time().toString()),
                column(transactions, transaction -> transaction.accountId().value()),
                column(transactions, transaction -> transaction.cause().key()),
                column(transactions, transaction -> text(transaction.cause().orderId(), OrderId::value)),
                column(transactions, transaction -> text(transaction.cause().fillId(), FillId::value)));
        List<Leg> legs = legs(entries);
        db.update(
                INSERT_POSTINGS,
                column(legs, Leg::entryId),
                legs.stream().map(Leg::number).toArray(Integer[]::new),
                column(legs, leg -> text(leg.client(), client -> client.id().value())),
                column(legs, leg -> text(leg.house(), HouseAccount::name)),
                column(legs, leg -> leg.posting().amount().currency().getCurrencyCode()),
                column(legs, leg -> plain(leg.posting().amount())),
                column(legs, leg -> text(leg.client(), client -> Long.toString(client.seq()))),
                column(legs, leg -> text(leg.client(), client -> plain(client.balance()))));
    }

    /** The transaction that a key has made in the account, if it has. */
    public static Optional<Booked> findByKey(JdbcTemplate db, AccountId account, String key) {
        return db
                .query(
                        BookedRow.SELECT + "WHERE e.account_id = ? AND e.idempotency_key = ?",
                        BookedRow::map,
                        account.value(),
                        key)
                .stream()
                .findFirst();
    }

    private record Leg(String entryId, int number, Posting posting) {
        LedgerAccount.@Nullable Client client() {
            return switch (posting.account()) {
                case LedgerAccount.Client client -> client;
                case HouseAccount _ -> null;
            };
        }

        @Nullable
        HouseAccount house() {
            return switch (posting.account()) {
                case LedgerAccount.Client _ -> null;
                case HouseAccount house -> house;
            };
        }
    }

    private static List<Leg> legs(List<JournalEntry> entries) {
        List<Leg> legs = new ArrayList<>();
        for (JournalEntry entry : entries) {
            int number = 1;
            for (Posting posting : entry.postings()) {
                legs.add(new Leg(entry.transaction().id().value(), number++, posting));
            }
        }
        return legs;
    }

    private static <T> @Nullable String[] column(List<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    private static <T> @Nullable String text(@Nullable T value, Function<T, String> print) {
        return value == null ? null : print.apply(value);
    }

    private static String plain(Money money) {
        return money.amount().toPlainString();
    }
}
