package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.executions.system.Client.Answer;
import io.tradepath.fx.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OrdersTest {
    private final Service service = Service.RUNNING;
    private final Client trader = service.client("trader-1");

    @Test
    void buysAndSellsAndRealisesTheDifference() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        Quote entry = service.quote("EUR_USD", "1.08500", "1.08510");
        JsonNode bought = created(place(account, "EUR_USD", "BUY", "100000"));
        assertThat(bought.get("status").asString()).isEqualTo("FILLED");
        assertThat(bought.get("averagePrice").asString()).isEqualTo("1.0851");
        JsonNode fill = bought.get("fills").get(0);
        assertThat(fill.get("quoteEpoch").asLong()).isEqualTo(entry.epoch());
        assertThat(fill.get("quoteSeq").asLong()).isEqualTo(entry.seq());

        service.quote("EUR_USD", "1.08600", "1.08610");
        JsonNode position =
                ok(trader.get(path(account, "/positions"))).get("positions").get(0);
        assertThat(position.get("units").asString()).isEqualTo("100000");
        assertThat(position.get("unrealisedPl").asString()).isEqualTo("90.00");
        assertThat(position.get("marginUsed").asString()).isEqualTo("3620.16");

        JsonNode sold = created(place(account, "EUR_USD", "SELL", "100000"));
        assertThat(sold.get("fills").get(0).get("realisedPl").asString()).isEqualTo("90.00");
        assertThat(ok(trader.get(path(account, "/positions"))).get("positions").isEmpty())
                .isTrue();
        JsonNode summary = ok(trader.get(path(account, "/summary")));
        assertThat(summary.get("balance").asString()).isEqualTo("100090.00");
        assertThat(summary.get("nav").asString()).isEqualTo("100090.00");
        assertThat(summary.get("marginCloseoutPercent").asString()).isEqualTo("0");
    }

    @Test
    void valuesTheSummaryAtTheClosingSideAndDecidesAtMid() {
        AccountId account = service.accounts.open("trader-1", "GBP", "50000.00");
        service.quote("EUR_GBP", "0.85675", "0.85680");
        created(place(account, "EUR_GBP", "BUY", "1000000"));
        service.quote("EUR_GBP", "0.85665", "0.85675");
        JsonNode summary = ok(trader.get(path(account, "/summary")));
        assertThat(summary.get("unrealisedPl").asString()).isEqualTo("-150.00");
        assertThat(summary.get("nav").asString()).isEqualTo("49850.00");
        assertThat(summary.get("marginUsed").asString()).isEqualTo("28556.64");
        assertThat(summary.get("marginAvailable").asString()).isEqualTo("21343.36");
        assertThat(summary.get("marginCloseoutPercent").asString()).isEqualTo("0.28614");
        assertThat(summary.get("quotesAsOf").asString()).isNotEmpty();
    }

    @Test
    void recordsARefusedOrderAndShowsItWhole() {
        AccountId account = service.accounts.open("trader-1", "USD", "100.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        Answer answer = place(account, "EUR_USD", "BUY", "1000000");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("type").asString()).isEqualTo("https://tradepath.io/problems/order-rejected");
        assertThat(problem.get("rejectReason").asString()).isEqualTo("INSUFFICIENT_MARGIN");
        JsonNode order = problem.get("order");
        assertThat(order.get("status").asString()).isEqualTo("REJECTED");
        assertThat(ok(trader.get(path(account, "/orders/" + order.get("id").asString()))))
                .isEqualTo(order);
    }

    @Test
    void cancelsWhatMeetsNoLiquidityWithinItsBound() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        JsonNode order = created(trader.post(path(account, "/orders"), """
                {"instrument":"EUR_USD","side":"BUY","units":"1000","type":"MARKET","timeInForce":"IOC",
                 "priceBound":"1.08509"}"""));
        assertThat(order.get("status").asString()).isEqualTo("CANCELED");
        assertThat(order.get("cancelReason").asString()).isEqualTo("PRICE_BOUND");
        assertThat(order.get("filledUnits").asString()).isEqualTo("0");
        assertThat(order.get("leavesUnits").asString()).isEqualTo("0");
    }

    @Test
    void fillsWhatThereIsAndCancelsTheRest() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.shown(
                service.quotes.quote("AUD_USD", new String[] {"0.65000"}, new String[] {"0.65010", "0.65011"}, 1_000));
        JsonNode order = created(trader.post(path(account, "/orders"), """
                {"instrument":"AUD_USD","side":"BUY","units":"5000","type":"MARKET","timeInForce":"IOC"}"""));
        assertThat(order.get("status").asString()).isEqualTo("CANCELED");
        assertThat(order.get("cancelReason").asString()).isEqualTo("INSUFFICIENT_LIQUIDITY");
        assertThat(order.get("filledUnits").asString()).isEqualTo("2000");
        assertThat(order.get("averagePrice").asString()).isEqualTo("0.650105");
        assertThat(types(account)).containsExactly("OrderAccepted", "OrderFilled", "OrderCanceled");
    }

    @Test
    void findsAnOrderByItsIdAndByTheClientsName() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        JsonNode order =
                created(trader.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "1", "my:order?#[1]")));
        assertThat(ok(trader.get(path(account, "/orders/" + order.get("id").asString()))))
                .isEqualTo(order);
        assertThat(ok(trader.get(path(account, "/orders/@my:order%3F%23%5B1%5D"))))
                .isEqualTo(order);

        Answer neverSeen = trader.get(path(account, "/orders/@other"));
        assertThat(neverSeen.status()).isEqualTo(404);
        assertThat(neverSeen.json().get("type").asString()).endsWith("/order-never-seen");
        for (String unknown : List.of(UUID.randomUUID().toString(), "x", "@")) {
            assertThat(trader.get(path(account, "/orders/" + unknown)).status()).isEqualTo(404);
        }
    }

    @Test
    void listsOrdersAndFillsNewestFirstPageByPage() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        List<String> made = IntStream.range(0, 7)
                .mapToObj(i -> created(place(account, "EUR_USD", i % 2 == 0 ? "BUY" : "SELL", "10"))
                        .get("id")
                        .asString())
                .toList();
        assertThat(pages(path(account, "/orders?limit=3"), "orders", "id")).isEqualTo(made.reversed());
        assertThat(pages(path(account, "/fills?limit=3"), "fills", "orderId")).isEqualTo(made.reversed());
        assertThat(pages(path(account, "/orders?status=FILLED&instrument=EUR_USD"), "orders", "id"))
                .hasSize(7);
        assertThat(pages(path(account, "/orders?status=REJECTED"), "orders", "id"))
                .isEmpty();
        assertThat(pages(path(account, "/orders?instrument=GBP_USD"), "orders", "id"))
                .isEmpty();
    }

    @Test
    void keepsAGapFreeLogThatIsReadFromAnyPlace() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        created(place(account, "EUR_USD", "BUY", "10"));
        created(place(account, "EUR_USD", "SELL", "10"));
        assertThat(place(account, "EUR_USD", "BUY", "0").status()).isEqualTo(422);
        assertThat(types(account))
                .containsExactly("OrderAccepted", "OrderFilled", "OrderAccepted", "OrderFilled", "OrderRejected");
        Answer page = trader.get(path(account, "/events?afterSeq=1&limit=2"));
        assertThat(page.json().get("events").get(0).get("seq").asLong()).isEqualTo(2);
        assertThat(page.json().get("lastSeq").asLong()).isEqualTo(5);
        String cursor = page.json().get("nextCursor").asString();
        assertThat(page.header("Link")).contains("limit=2&cursor=" + cursor).contains("rel=\"next\"");
        JsonNode next = ok(trader.get(path(account, "/events?limit=2&cursor=" + cursor)));
        assertThat(next.get("events").get(0).get("seq").asLong()).isEqualTo(4);
        assertThat(next.has("nextCursor")).isFalse();
        assertThat(ok(trader.get(path(account, "/events?afterSeq=5")))
                        .get("events")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void obeysTheAccountsStatus() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        created(place(account, "EUR_USD", "BUY", "10"));
        service.accounts.setStatus(account, AccountStatus.CLOSE_ONLY);
        Service.eventually(() -> place(account, "EUR_USD", "BUY", "10").text().contains("ACCOUNT_CLOSE_ONLY"));
        created(place(account, "EUR_USD", "SELL", "5"));
        service.accounts.setStatus(account, AccountStatus.LOCKED);
        Service.eventually(() -> place(account, "EUR_USD", "SELL", "1").text().contains("ACCOUNT_NOT_ACTIVE"));
    }

    @Test
    void movesCashByDepositsAndRealisedProfitAndNotByTheSettlementOfWhatItRealised() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.accounts.settle(account, "55.00");
        service.accounts.deposit(account, "0.01");
        Service.eventually(() -> ok(trader.get(path(account, "/summary")))
                .get("balance")
                .asString()
                .equals("100000.01"));
    }

    @Test
    void listsTheInstruments() {
        service.quote("EUR_USD", "1.08500", "1.08510");
        JsonNode instruments = ok(trader.get("/executions/instruments")).get("instruments");
        assertThat(instruments.size()).isGreaterThanOrEqualTo(20);
        JsonNode first = instruments.get(0);
        assertThat(first.get("instrument").asString()).isEqualTo("EUR_USD");
        assertThat(first.get("pip").asString()).isEqualTo("0.0001");
        assertThat(first.get("priceIncrement").asString()).isEqualTo("0.00001");
        assertThat(first.get("marginRate").asString()).isEqualTo("0.0333333");
        assertThat(first.get("tradeable").asBoolean()).isTrue();
        instruments.forEach(instrument -> {
            if (instrument.get("instrument").asString().equals("USD_MXN")) {
                assertThat(instrument.get("tradeable").asBoolean()).isFalse();
            }
        });
    }

    private Answer place(AccountId account, String instrument, String side, String units) {
        return trader.post(
                path(account, "/orders"),
                marketOrder(instrument, side, units, UUID.randomUUID().toString()));
    }

    private List<String> types(AccountId account) {
        List<String> types = new ArrayList<>();
        ok(trader.get(path(account, "/events")))
                .get("events")
                .forEach(event -> types.add(event.get("type").asString()));
        return types;
    }

    private List<String> pages(String first, String array, String field) {
        List<String> values = new ArrayList<>();
        String next = first;
        while (!next.isEmpty()) {
            Answer page = trader.get(next);
            ok(page).get(array).forEach(one -> values.add(one.get(field).asString()));
            String link = page.header("Link");
            assertThat(link.isEmpty()).isEqualTo(!page.json().has("nextCursor"));
            next = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
        }
        return values;
    }

    private static JsonNode created(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location")).endsWith(answer.json().get("id").asString());
        return answer.json();
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
