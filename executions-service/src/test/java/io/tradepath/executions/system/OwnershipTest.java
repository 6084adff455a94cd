package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.events.Identifiers;
import io.tradepath.executions.system.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id of another owner and one that nobody has are answered alike, on every endpoint. */
class OwnershipTest {
    private static final Service SERVICE = Service.RUNNING;
    private static final AccountId THEIRS = SERVICE.accounts.open("trader-2", "USD", "100000.00");

    private final Client trader = SERVICE.client("trader-1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders",
                "/orders/@k",
                "/orders/01a21057-df64-7ebc-883d-bd04d5cbda93",
                "/positions",
                "/fills",
                "/summary",
                "/events"
            })
    void hidesAnotherOwnersAccountOnEveryRead(String rest) {
        assertNotFound(trader.get(path(THEIRS, rest)));
        assertNotFound(trader.get(path(new AccountId(Identifiers.next()), rest)));
        assertThat(SERVICE.client("trader-2").get(path(THEIRS, rest)).status())
                .isEqualTo(rest.startsWith("/orders/") ? 404 : 200);
    }

    @Test
    void takesNoOrderForAnotherOwnersAccount() {
        SERVICE.quote("EUR_USD", "1.08500", "1.08510");
        String order = marketOrder("EUR_USD", "BUY", "1", "not-mine");
        assertNotFound(trader.post(path(THEIRS, "/orders"), order));
        assertNotFound(trader.post(path(new AccountId(Identifiers.next()), "/orders"), order));
        Answer asked = SERVICE.client("trader-2").get(path(THEIRS, "/orders/@not-mine"));
        assertThat(asked.json().get("type").asString()).endsWith("/order-never-seen");
    }

    @Test
    void givesAnOperatorNoOtherOwnersAccount() {
        assertNotFound(SERVICE.client("ops").get(path(THEIRS, "/summary")));
    }

    private static void assertNotFound(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("type").asString()).isEqualTo("https://tradepath.io/problems/account-not-found");
    }
}
