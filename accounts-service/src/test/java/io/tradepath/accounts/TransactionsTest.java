package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.accounts.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TransactionsTest {
    private final Api trader = Instance.first().api().as(Api.TRADER);

    @Test
    void listsNewestFirstPageByPage() {
        String path = accountWithDeposits(5);

        List<String> balances = new ArrayList<>();
        int pages = 0;
        String next = path + "?limit=2&type=DEPOSIT";
        while (next != null) {
            Answer page = trader.get(next);
            page.json()
                    .get("transactions")
                    .forEach(each -> balances.add(each.get("balance").asString()));
            String link = page.header("link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
            pages++;
        }

        assertThat(balances).containsExactly("15.00", "10.00", "6.00", "3.00", "1.00");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void followsTheCursorOfTheBodyAsWell() {
        String path = accountWithDeposits(3);

        String cursor = trader.get(path + "?limit=2").json().get("nextCursor").asString();
        JsonNode rest = trader.get(path + "?limit=2&cursor=" + cursor).json();

        assertThat(rest.get("transactions").size()).isEqualTo(1);
        assertThat(rest.get("nextCursor")).isNull();
    }

    @Test
    void filtersByTypeAndTime() {
        String path = accountWithDeposits(3);
        JsonNode all = trader.get(path).json().get("transactions");
        String second = all.get(1).get("time").asString();

        assertThat(balances(path + "?from=" + second)).containsExactly("6.00", "3.00");
        assertThat(balances(path + "?to=" + second)).containsExactly("1.00");
        assertThat(balances(path + "?type=REALISED_PL")).isEmpty();
    }

    @Test
    void writesCsvForSpreadsheets() {
        String id = trader.openAccount("USD");
        trader.deposit(id, "1", "=1+1,\"x\"");
        trader.deposit(id, "2", "plain");

        Answer csv = trader.get("/accounts/%s/transactions?limit=2".formatted(id), "Accept", "text/csv");

        assertThat(csv.header("content-type")).startsWith("text/csv");
        List<String> lines = csv.body().lines().toList();
        assertThat(csv.body()).endsWith("\r\n");
        assertThat(lines.get(0)).isEqualTo("id,time,type,amount,balance,orderId,fillId,key");
        assertThat(lines.get(1)).endsWith(",DEPOSIT,2.00,3.00,,,plain");
        assertThat(lines.get(2)).endsWith(",DEPOSIT,1.00,1.00,,,\"'=1+1,\"\"x\"\"\"");
        assertThat(lines).hasSize(3);
    }

    @Test
    void readsTheLogAfterANumberPageByPage() {
        String id = accountWithDeposits(4).replaceAll(".*/accounts/([^/]+)/.*", "$1");

        List<Long> seqs = new ArrayList<>();
        String next = "/accounts/%s/events?afterSeq=1&limit=2".formatted(id);
        while (next != null) {
            Answer page = trader.get(next);
            assertThat(page.json().get("lastSeq").asLong()).isEqualTo(5);
            page.json().get("events").forEach(event -> seqs.add(event.get("seq").asLong()));
            String link = page.header("link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        assertThat(seqs).containsExactly(2L, 3L, 4L, 5L);
        assertThat(trader.get("/accounts/%s/events?afterSeq=5".formatted(id))
                        .json()
                        .get("events")
                        .size())
                .isZero();
    }

    private String accountWithDeposits(int deposits) {
        String id = trader.openAccount("USD");
        for (int i = 1; i <= deposits; i++) {
            trader.deposit(id, String.valueOf(i), "k" + i);
        }
        return "/accounts/%s/transactions".formatted(id);
    }

    private List<String> balances(String path) {
        List<String> balances = new ArrayList<>();
        trader.get(path)
                .json()
                .get("transactions")
                .forEach(each -> balances.add(each.get("balance").asString()));
        return balances;
    }
}
