package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.events.Identifiers;
import io.tradepath.executions.system.Client.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What follows when quotes or the bus fall silent. */
class QuoteFaultsTest {
    /** A port that nobody listens on. */
    private static final String NO_KAFKA = "127.0.0.1:1";

    private final Service service = Service.RUNNING;
    private final Client trader = service.client("trader-1");

    @Test
    void rejectsOrdersWhileThePublisherIsSilentAndTakesThemWhenItIsHeardAgain() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        assertThat(order(trader, account, "before").status()).isEqualTo(201);
        service.quotes.setSilent(true);
        try {
            Service.eventually(() -> !isTradeable());
            Answer stale = order(trader, account, "stale");
            assertThat(stale.status()).isEqualTo(422);
            assertThat(stale.json().get("rejectReason").asString()).isEqualTo("QUOTE_STALE");
            // What is displayed is the last that was known.
            assertThat(trader.get(path(account, "/summary")).json().has("nav")).isTrue();
        } finally {
            service.quotes.setSilent(false);
        }
        Service.eventually(this::isTradeable);
        assertThat(order(trader, account, "after").status()).isEqualTo(201);
    }

    @Test
    void startsWithoutKafkaAndRefusesByRule() {
        AccountId known = service.accounts.open("trader-1", "USD", "100000.00");
        Service.eventually(() -> trader.get(path(known, "/summary")).status() == 200);
        try (ConfigurableApplicationContext instance = Service.start(service.jdbcUrl, NO_KAFKA)) {
            Client alone = trader.at(Service.port(instance));
            assertThat(new Client(Service.managementPort(instance), null)
                            .get("/actuator/health/readiness")
                            .status())
                    .isEqualTo(200);
            Answer order = order(alone, known, "no-quotes");
            assertThat(order.status()).isEqualTo(422);
            assertThat(order.json().get("rejectReason").asString()).isEqualTo("QUOTE_MISSING");

            Answer unknown = order(alone, new AccountId(Identifiers.next()), "unknown");
            assertThat(unknown.status()).isEqualTo(503);
            assertThat(unknown.header("Retry-After")).isEqualTo("1");
        }
    }

    private boolean isTradeable() {
        return trader.get("/executions/instruments")
                .json()
                .get("instruments")
                .get(0)
                .get("tradeable")
                .asBoolean();
    }

    private static Answer order(Client client, AccountId account, String key) {
        return client.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "1", key));
    }
}
