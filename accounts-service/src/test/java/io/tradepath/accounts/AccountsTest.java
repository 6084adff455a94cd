package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.accounts.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AccountsTest {
    private final Api trader = Instance.first().api().as(Api.TRADER);
    private final Api ops = Instance.first().api().as(Api.OPS);

    @Test
    void opensAnAccountOfTheCallers() {
        Answer opened = trader.post("/accounts", "{\"currency\":\"JPY\",\"alias\":\"Yen für später\"}");

        assertThat(opened.status()).isEqualTo(201);
        String id = opened.json().get("id").asString();
        assertThat(opened.header("location")).isEqualTo("/accounts/" + id);
        assertThat(opened.header("etag")).isEqualTo("\"0\"");
        assertThat(opened.json().properties())
                .extracting(e -> e.getKey() + "=" + e.getValue().asString())
                .startsWith(
                        "id=" + id,
                        "alias=Yen für später",
                        "currency=JPY",
                        "status=ACTIVE",
                        "balance=0",
                        "available=0",
                        "held=0",
                        "owner=trader-1");
        Answer read = trader.get("/accounts/" + id);
        assertThat(read.body()).isEqualTo(opened.body());
        assertThat(read.header("etag")).isEqualTo("\"0\"");
    }

    @Test
    void tellsOthersOfANewAccount() {
        String id = trader.openAccount("USD");

        JsonNode events = trader.get("/accounts/%s/events".formatted(id)).json();
        assertThat(events.get("lastSeq").asLong()).isEqualTo(1);
        JsonNode opened = events.get("events").get(0);
        assertThat(opened.get("type").asString()).isEqualTo("AccountOpened");
        assertThat(opened.get("account").get("owner").asString()).isEqualTo("trader-1");
        assertThat(opened.get("riskCashDelta").asString()).isEqualTo("0");
    }

    @Test
    void listsTheCallersOwnAccountsNewestFirstPageByPage() {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            opened.addFirst(trader.openAccount("NZD"));
        }
        Instance.first().api().as(Api.OTHER_TRADER).openAccount("NZD");

        List<String> listed = new ArrayList<>();
        String next = "/accounts?currency=NZD&limit=2";
        while (next != null) {
            Answer page = trader.get(next);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.json().get("accounts").size()).isLessThanOrEqualTo(2);
            page.json().get("accounts").forEach(account -> {
                assertThat(account.get("owner").asString()).isEqualTo("trader-1");
                listed.add(account.get("id").asString());
            });
            assertThat(page.header("link") == null).isEqualTo(page.json().get("nextCursor") == null);
            String link = page.header("link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(listed).startsWith(opened.toArray(String[]::new)).doesNotHaveDuplicates();
    }

    @Test
    void aTraderCannotListAnotherOwnersAccounts() {
        Instance.first().api().as(Api.OTHER_TRADER).openAccount("USD");

        trader.get("/accounts?owner=trader-2&limit=1000")
                .json()
                .get("accounts")
                .forEach(account -> assertThat(account.get("owner").asString()).isEqualTo("trader-1"));
    }

    @Test
    void anOperatorListsAllAccountsByOwnerCurrencyAndStatus() {
        String id = Instance.first().api().as(Api.OTHER_TRADER).openAccount("CHF");

        assertThat(ids(ops.get("/accounts?owner=trader-2&currency=CHF&status=ACTIVE")))
                .contains(id);
        assertThat(ids(ops.get("/accounts?owner=trader-1&currency=CHF"))).doesNotContain(id);
        assertThat(ids(ops.get("/accounts?owner=trader-2&currency=USD&limit=1000")))
                .doesNotContain(id);
        assertThat(ids(ops.get("/accounts?owner=trader-2&status=CLOSE_ONLY"))).doesNotContain(id);
    }

    @Test
    void renamesAnAccountUnlessItHasChangedSinceItWasRead() {
        String path = "/accounts/" + trader.openAccount("USD");
        String read = trader.get(path).header("etag");

        Answer renamed = trader.patch(path, "{\"alias\":\"new\"}", "If-Match", String.valueOf(read));
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.json().get("alias").asString()).isEqualTo("new");
        assertThat(renamed.header("etag")).isNotEqualTo(read);

        Answer stale = trader.patch(path, "{\"alias\":\"newer\"}", "If-Match", String.valueOf(read));
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("precondition-failed");
        assertThat(trader.get(path).json().get("alias").asString()).isEqualTo("new");
    }

    @Test
    void renamesWithoutAConditionWhateverTheVersion() {
        String path = "/accounts/" + trader.openAccount("USD");

        assertThat(trader.patch(path, "{\"alias\":\"x\"}").status()).isEqualTo(200);
        assertThat(trader.patch(path, "{\"alias\":\"y\"}", "If-Match", "*").status())
                .isEqualTo(200);
        assertThat(trader.patch(path, "{\"alias\":\"z\"}", "If-Match", "\"not-ours\"")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void aBalanceThatMovesChangesTheTag() {
        String id = trader.openAccount("USD");
        String before = trader.get("/accounts/" + id).header("etag");

        trader.deposit(id, "1", "k");

        assertThat(trader.get("/accounts/" + id).header("etag")).isNotEqualTo(before);
        assertThat(trader.get("/accounts/" + id, "If-None-Match", String.valueOf(before))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anOperatorMakesAnAccountCloseOnlyAndActiveAgain() {
        String id = trader.openAccount("USD");

        Answer closeOnly = ops.patch("/accounts/" + id, "{\"status\":\"CLOSE_ONLY\"}");
        assertThat(closeOnly.status()).isEqualTo(200);
        assertThat(closeOnly.json().get("status").asString()).isEqualTo("CLOSE_ONLY");
        assertThat(ops.patch("/accounts/" + id, "{\"status\":\"CLOSE_ONLY\"}").status())
                .isEqualTo(200);
        assertThat(ops.patch("/accounts/" + id, "{\"status\":\"ACTIVE\"}")
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("ACTIVE");

        JsonNode events = trader.get("/accounts/%s/events?afterSeq=1".formatted(id))
                .json()
                .get("events");
        assertThat(events.size()).isEqualTo(2);
        assertThat(events.get(0).get("type").asString()).isEqualTo("AccountStatusChanged");
        assertThat(events.get(0).get("status").asString()).isEqualTo("CLOSE_ONLY");
        assertThat(events.get(0).get("reason").asString()).isEqualTo("OPS");
        assertThat(events.get(1).get("status").asString()).isEqualTo("ACTIVE");
    }

    @Test
    void onlyAnOperatorSetsAStatus() {
        String id = trader.openAccount("USD");

        Answer refused = trader.patch("/accounts/" + id, "{\"status\":\"CLOSE_ONLY\"}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("forbidden");
    }

    @Test
    void anOperatorDoesNotRenameAnothersAccount() {
        String id = trader.openAccount("USD");

        assertThat(ops.patch("/accounts/" + id, "{\"alias\":\"mine\"}").status())
                .isEqualTo(403);
        assertThat(trader.get("/accounts/" + id).json().get("alias").asString()).isEqualTo("a");
    }

    private static List<String> ids(Answer list) {
        List<String> ids = new ArrayList<>();
        list.json().get("accounts").forEach(account -> ids.add(account.get("id").asString()));
        return ids;
    }
}
