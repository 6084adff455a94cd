package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.executions.system.Client.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ParkedTest {
    private final Service service = Service.RUNNING;
    private final Client trader = service.client("trader-1");
    private final Client ops = service.client("ops");

    @Test
    void anAccountWhoseEventCannotBeAppliedOnlyClosesUntilAnOperatorReDrivesIt() throws SQLException {
        service.quote("EUR_USD", "1.08500", "1.08500");
        AccountId poisoned = service.accounts.open("trader-1", "USD", "1000.00");
        AccountId other = service.accounts.open("trader-1", "USD", "1000.00");
        assertThat(order(poisoned, "BUY", "10").status()).isEqualTo(201);
        try (Connection database = service.database();
                Statement sql = database.createStatement()) {
            sql.execute(
                    "ALTER TABLE account ADD CONSTRAINT poison CHECK (id <> '%s' OR cash <= 1000)".formatted(poisoned));
            try {
                service.accounts.deposit(poisoned, "500.00");
                service.accounts.deposit(poisoned, "0.50");
                Service.eventually(() -> parked(poisoned) != null);
                closesOnly(poisoned);
                assertThat(order(other, "BUY", "10").status()).isEqualTo(201);

                Answer tooEarly = redrive(poisoned);
                assertThat(tooEarly.json().get("applied").asInt()).isZero();
                assertThat(tooEarly.json().get("stillHeld").asInt()).isEqualTo(2);
                closesOnly(poisoned);
            } finally {
                sql.execute("ALTER TABLE account DROP CONSTRAINT poison");
            }
        }
        Answer redriven = redrive(poisoned);
        assertThat(redriven.json().get("applied").asInt()).as(redriven.text()).isEqualTo(2);
        assertThat(redriven.json().get("stillHeld").asInt()).isZero();
        assertThat(parked(poisoned)).isNull();
        assertThat(trader.get(path(poisoned, "/summary")).json().get("balance").asString())
                .isEqualTo("1500.50");
        assertThat(order(poisoned, "BUY", "10").status()).isEqualTo(201);
        assertThat(trader.get(path(poisoned, "/events")).text())
                .contains("\"type\":\"EventsParked\"")
                .contains("\"type\":\"EventsRedriven\"");
    }

    @Test
    void anEventThatOpensAnAccountTwiceParksIt() {
        AccountId account = service.accounts.open("trader-1", "USD", "1000.00");
        service.accounts.openAgain(account, "trader-2", "USD");
        Service.eventually(() -> parked(account) != null);
        assertThat(trader.get(path(account, "/summary")).status()).isEqualTo(200);
    }

    @Test
    void aRedriveOfAnAccountThatIsNotParkedChangesNothing() {
        AccountId account = service.accounts.open("trader-1", "USD", "1000.00");
        Answer redriven = redrive(account);
        assertThat(redriven.status()).isEqualTo(200);
        assertThat(redriven.json().get("applied").asInt()).isZero();
    }

    private void closesOnly(AccountId account) {
        assertThat(order(account, "BUY", "10").json().get("rejectReason").asString())
                .isEqualTo("ACCOUNT_CLOSE_ONLY");
        assertThat(order(account, "SELL", "2").status()).isEqualTo(201);
    }

    private Answer order(AccountId account, String side, String units) {
        String key = UUID.randomUUID().toString();
        return trader.post(path(account, "/orders"), marketOrder("EUR_USD", side, units, key));
    }

    private Answer redrive(AccountId account) {
        return ops.post("/executions/controls/parked/%s/redrive".formatted(account), "");
    }

    private @Nullable JsonNode parked(AccountId account) {
        for (JsonNode one : ops.get("/executions/controls/parked").json().get("accounts")) {
            if (one.get("accountId").asString().equals(account.value())) {
                return one;
            }
        }
        return null;
    }
}
