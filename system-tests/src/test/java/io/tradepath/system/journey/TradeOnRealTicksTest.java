package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Answer;
import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main job: a trade from the gateway to the ledger and back to a STOMP client. */
@Order(Suites.REPLAY)
class TradeOnRealTicksTest {
    private static final Instant RELEASE = Instant.parse("2014-05-02T12:30:00Z");
    private static final Instant AFTER_THE_BURST = RELEASE.plusSeconds(60);
    private static final Duration BURST_MAX = Duration.ofSeconds(60);
    private static final BigDecimal UNITS = new BigDecimal("100000");

    @Test
    void buysBeforeThePayrollsReleaseSellsAfterTheBurstAndTheLedgerHasTheDifferenceToTheCent() throws Exception {
        RunningSuite suite = Suites.replay();
        Api api = new Api(suite.gateway(), suite.issuer());
        String account = api.openAccount("trader-1", "USD");
        try (StreamClient stream = StreamClient.connect(suite.gateway(), api.token("trader-1"))) {
            Trade trade = new Trade(api, stream, "trader-1", account, "EUR_USD");
            trade.subscribe();
            api.deposit("trader-1", account, "100000", Identifiers.next()).expect(201);

            JsonNode bought = trade.fill("BUY", UNITS);
            JsonNode boughtOn = trade.quoteOf(bought);
            assertThat(Instant.parse(boughtOn.path("sourceTime").asString())).isBefore(RELEASE);
            assertThat(bought.path("price").asString())
                    .isEqualTo(boughtOn.path("asks").path(0).path("price").asString());

            trade.awaitQuote(
                    quote -> Instant.parse(quote.path("sourceTime").asString()).isAfter(AFTER_THE_BURST), BURST_MAX);
            JsonNode sold = trade.fill("SELL", UNITS);
            JsonNode soldOn = trade.quoteOf(sold);
            assertThat(sold.path("price").asString())
                    .isEqualTo(soldOn.path("bids").path(0).path("price").asString());

            BigDecimal expected = decimal(sold, "price")
                    .subtract(decimal(bought, "price"))
                    .multiply(UNITS)
                    .setScale(2, RoundingMode.HALF_EVEN);
            assertThat(trade.realisedInLedger()).isEqualByComparingTo(expected);
            trade.assertPrivateEventsInOrder();
        }
        Answer balance = api.get("ops", "/accounts/ledger/trial-balance").expect(200);
        assertThat(balance.body().path("currencies"))
                .isNotEmpty()
                .allSatisfy(currency ->
                        assertThat(currency.path("difference").asString()).isEqualTo("0"));
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asString());
    }
}
