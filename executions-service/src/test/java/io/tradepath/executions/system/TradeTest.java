package io.tradepath.executions.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.executions.system.Client.Answer;
import org.junit.jupiter.api.Test;

class TradeTest {
    private final Service service = Service.RUNNING;
    private final Client trader = service.client("trader-1");

    @Test
    void buysAndSellsAndRealisesTheDifference() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quotes.quote("EUR_USD", "1.08500", "1.08510");
        Answer bought = order(account, "BUY", "100000");
        assertThat(bought.text()).contains("\"status\":\"FILLED\"");
        assertThat(bought.status()).isEqualTo(201);
        service.quotes.quote("EUR_USD", "1.08600", "1.08610");
        Answer sold = order(account, "SELL", "100000");
        System.err.println(bought.text());
        System.err.println(sold.text());
        System.err.println(
                trader.get("/executions/accounts/" + account + "/summary").text());
        System.err.println(
                trader.get("/executions/accounts/" + account + "/events").text());
    }

    private Answer order(AccountId account, String side, String units) {
        return trader.post("/executions/accounts/" + account + "/orders", """
                {"instrument":"EUR_USD","side":"%s","units":"%s","type":"MARKET","timeInForce":"FOK"}""".formatted(side, units));
    }
}
