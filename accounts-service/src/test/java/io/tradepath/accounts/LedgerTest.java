package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.accounts.Api.Answer;
import io.tradepath.events.Identifiers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class LedgerTest {
    private final Api trader = Instance.first().api().as(Api.TRADER);
    private final JdbcClient db = Instance.first().db();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE journal_entry SET time = now()",
                "DELETE FROM journal_entry",
                "TRUNCATE journal_entry CASCADE",
                "UPDATE posting SET amount = amount + 1",
                "DELETE FROM posting WHERE false",
                "TRUNCATE posting",
                "UPDATE event_log SET event = '{}'",
                "DELETE FROM event_log"
            })
    void refusesToChangeWhatWasWritten(String sql) {
        assertThatThrownBy(() -> db.sql(sql).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("is append-only");
    }

    @Test
    void refusesAnEntryThatDoesNotBalance() {
        String account = trader.openAccount("USD");

        assertThatThrownBy(() -> write(entry(account), account, "USD", "100", "USD", "-99.99"))
                .hasMessageContaining("does not balance");
    }

    @Test
    void refusesAnEntryThatBalancesOnlyAcrossCurrencies() {
        String account = trader.openAccount("USD");

        assertThatThrownBy(() -> write(entry(account), account, "USD", "100", "EUR", "-100"))
                .hasMessageContaining("does not balance");
    }

    @Test
    void refusesToAddToAnEntry() {
        String account = trader.openAccount("USD");
        trader.deposit(account, "100", "k");
        String entry = db.sql("SELECT id FROM journal_entry WHERE account_id = ?")
                .param(account)
                .query(String.class)
                .single();

        assertThatThrownBy(() -> db.sql("""
                                INSERT INTO posting (entry_id, leg, house_account, currency, amount)
                                VALUES (?, 3, 'BANK', 'USD', 1), (?, 4, 'TRADING', 'USD', -1)
                                """).params(entry, entry).update()).hasMessageContaining("added to");
    }

    @Test
    void refusesASecondEffectOfAKeyAndASecondSettlementOfAFill() {
        String account = trader.openAccount("USD");
        trader.deposit(account, "1", "k");

        assertThatThrownBy(() -> insertEntry(account, "DEPOSIT", "k", null, null))
                .hasMessageContaining("journal_entry_of_key");
        String fill = Identifiers.next();
        insertEntry(account, "REALISED_PL", null, "order", fill);
        assertThatThrownBy(() -> insertEntry(account, "REALISED_PL", null, "order", fill))
                .hasMessageContaining("journal_entry_of_fill");
    }

    @Test
    void theTrialBalanceSumsToZeroInEachCurrency() {
        trader.deposit(trader.openAccount("JPY"), "12345", "k");
        trader.deposit(trader.openAccount("USD"), "0.07", "k");

        Answer answer = Instance.first().api().as(Api.OPS).get("/accounts/ledger/trial-balance");

        assertThat(answer.status()).isEqualTo(200);
        List<String> currencies = new ArrayList<>();
        for (JsonNode line : answer.json().get("currencies")) {
            currencies.add(line.get("currency").asString());
            assertThat(line.get("difference").asString()).isEqualTo("0");
            assertThat(line.get("debits").asString())
                    .isEqualTo(line.get("credits").asString())
                    .doesNotStartWith("-");
        }
        assertThat(currencies).contains("JPY", "USD").isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everyBalanceIsTheSumOfItsPostings() {
        trader.deposit(trader.openAccount("USD"), "0.07", "k");

        assertThat(db.sql("""
                                SELECT a.id FROM account a LEFT JOIN posting p ON p.account_id = a.id
                                GROUP BY a.id HAVING a.balance <> coalesce(sum(p.amount), 0)
                                """).query(String.class).list()).isEmpty();
    }

    private String entry(String account) {
        return insertEntry(account, "DEPOSIT", Identifiers.next(), null, null);
    }

    private String insertEntry(
            String account, String type, @Nullable String key, @Nullable String order, @Nullable String fill) {
        String id = Identifiers.next();
        db.sql("INSERT INTO journal_entry VALUES (:id, :type, now(), :account, :key, :order, :fill)")
                .param("id", id)
                .param("type", type)
                .param("account", account)
                .param("key", key)
                .param("order", order)
                .param("fill", fill)
                .update();
        return id;
    }

    private void write(
            String entry, String account, String currency, String amount, String houseCurrency, String houseAmount) {
        db.sql("""
                        INSERT INTO posting (entry_id, leg, account_id, house_account, currency, amount, seq, balance)
                        VALUES (:entry, 1, :account, NULL, :currency, :amount::numeric, 1000, 0),
                               (:entry, 2, NULL, 'BANK', :houseCurrency, :houseAmount::numeric, NULL, NULL)
                        """)
                .param("entry", entry)
                .param("account", account)
                .param("currency", currency)
                .param("amount", amount)
                .param("houseCurrency", houseCurrency)
                .param("houseAmount", houseAmount)
                .update();
    }
}
