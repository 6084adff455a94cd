package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.executions.system.Client.Answer;
import org.junit.jupiter.api.Test;

class ReadYourWritesTest {
    private final Service service = Service.RUNNING;

    @Test
    void neverRefusesAClientThatTradesAtOnceOnWhatItHasJustDeposited() {
        service.quote("EUR_USD", "1.08500", "1.08510");
        Client first = service.client("trader-1");
        Client second = first.at(Service.port(service.second));
        for (int i = 0; i < 100; i++) {
            // Opened and funded a moment ago: it is on the bus, and nobody has said that it was read.
            AccountId account = service.accounts.open("trader-1", "USD", "5000.00");
            Answer order = (i % 2 == 0 ? first : second)
                    .post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "100000", "at-once"));
            assertThat(order.status()).as(order.text()).isEqualTo(201);

            service.accounts.deposit(account, "5000.00");
            Answer more = (i % 2 == 0 ? second : first)
                    .post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "100000", "once-more"));
            assertThat(more.status()).as(more.text()).isEqualTo(201);
        }
    }
}
