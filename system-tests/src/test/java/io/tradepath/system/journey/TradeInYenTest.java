package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main job for an account without minor units, in a cross whose profit must be converted. */
@Order(Suites.SIMULATED)
class TradeInYenTest {
    private static final BigDecimal UNITS = new BigDecimal("400000");

    @Test
    void tradesACrossInAYenAccountAndTheLedgerHasWholeYen() throws Exception {
        RunningSuite suite = Suites.simulated();
        Api api = new Api(suite.gateway(), suite.issuer());
        String account = api.openAccount("trader-2", "JPY");
        try (StreamClient stream = StreamClient.connect(suite.gateway(), api.token("trader-2"))) {
            Trade trade = new Trade(api, stream, "trader-2", account, "EUR_GBP");
            trade.subscribe();
            api.deposit("trader-2", account, "10000000", Identifiers.next()).expect(201);
            JsonNode bought = trade.fill("BUY", UNITS);
            JsonNode sold = trade.fill("SELL", UNITS);
            assertThat(trade.quoteOf(bought).path("asks").path(0).path("price")).isEqualTo(bought.path("price"));
            assertThat(trade.quoteOf(sold).path("bids").path(0).path("price")).isEqualTo(sold.path("price"));

            BigDecimal inPounds =
                    decimal(sold, "price").subtract(decimal(bought, "price")).multiply(UNITS);
            BigDecimal expected =
                    inPounds.multiply(decimal(sold, "conversionRate")).setScale(0, RoundingMode.HALF_EVEN);
            assertThat(trade.realisedInLedger()).isEqualByComparingTo(expected);
            trade.assertPrivateEventsInOrder();
        }
        assertThat(api.get("ops", "/accounts/ledger/trial-balance")
                        .expect(200)
                        .body()
                        .path("currencies"))
                .isNotEmpty()
                .allSatisfy(currency ->
                        assertThat(currency.path("difference").asString()).isEqualTo("0"));
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asString());
    }
}
