package io.tradepath.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Answer;
import io.tradepath.system.client.Api;
import io.tradepath.system.suite.Suites;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An event that cannot be applied stops its own account, visibly, until an operator has it applied again. */
@Order(Suites.FAULTY)
class PoisonTest {
    private FaultySuite suite;
    private Api api;

    @BeforeEach
    void start() {
        suite = FaultySuite.shared();
        api = suite.api();
    }

    @Test
    void aSettlementThatTheLedgerRefusesParksItsAccountAndTheRedriveAppliesItInOrder() throws Exception {
        String poisoned = fundedAccount();
        String other = fundedAccount();
        refuse("accounts", "journal_entry", poisoned);
        try {
            trade(poisoned, "BUY").expect(201);
            trade(poisoned, "SELL").expect(201);
            eventually("the alarm", () -> parkedAccounts("accounts", "execution-events") >= 1);
            assertParked("/accounts", poisoned);
            eventually(
                    "close-only at executions",
                    () -> "ACCOUNT_CLOSE_ONLY".equals(trade(poisoned, "BUY").text("rejectReason")));
            assertGoesOn(other);
        } finally {
            allow("accounts", "journal_entry");
        }
        redrive("/accounts", poisoned);
        eventually("no alarm", () -> parkedAccounts("accounts", "execution-events") == 0);
        eventually("it trades again", () -> trade(poisoned, "BUY").status() == 201);
        assertRest();
    }

    @Test
    void aDepositThatTheReplicaRefusesParksItsAccountAndTheRedriveAppliesItInOrder() throws Exception {
        String poisoned = fundedAccount();
        String other = fundedAccount();
        trade(poisoned, "BUY").expect(201);
        refuseCash(poisoned);
        try {
            api.deposit("trader-1", poisoned, "7", Identifiers.next()).expect(201);
            api.deposit("trader-1", poisoned, "8", Identifiers.next()).expect(201);
            eventually("the alarm", () -> parkedAccounts("executions", "account-events") >= 1);
            assertParked("/executions", poisoned);
            assertThat(trade(poisoned, "BUY").text("rejectReason")).isEqualTo("ACCOUNT_CLOSE_ONLY");
            trade(poisoned, "SELL").expect(201);
            assertGoesOn(other);
        } finally {
            allow("executions", "account");
        }
        redrive("/executions", poisoned);
        eventually("no alarm", () -> parkedAccounts("executions", "account-events") == 0);
        eventually("it trades again", () -> trade(poisoned, "BUY").status() == 201);
        assertRest();
    }

    private String fundedAccount() throws Exception {
        String account = api.openAccount("trader-1", "USD");
        api.deposit("trader-1", account, "10000", Identifiers.next()).expect(201);
        return account;
    }

    private Answer trade(String account, String side) throws Exception {
        return api.order("trader-1", account, Api.market("EUR_USD", side, "1000", Identifiers.next()));
    }

    private void assertGoesOn(String account) throws Exception {
        trade(account, "BUY").expect(201);
        trade(account, "SELL").expect(201);
        eventually(
                "the other account's settlement",
                () -> !api.get("trader-1", "/accounts/" + account + "/transactions?type=REALISED_PL")
                        .body()
                        .path("transactions")
                        .isEmpty());
    }

    private void assertParked(String service, String account) throws Exception {
        Answer parked = api.get("ops", service + "/controls/parked").expect(200);
        assertThat(parked.body().toString()).contains(account);
        assertThat(api.get("trader-1", service + "/controls/parked").status()).isEqualTo(403);
    }

    private void redrive(String service, String account) throws Exception {
        api.send("ops", "POST", service + "/controls/parked/" + account + "/redrive", Map.of())
                .expect(200);
        assertThat(api.get("ops", service + "/controls/parked")
                        .expect(200)
                        .body()
                        .toString())
                .doesNotContain(account);
    }

    private void assertRest() throws Exception {
        Invariants invariants = new Invariants(suite.suite());
        assertThat(invariants.awaitRest(FaultRun.DRAINED_MAX)).isEmpty();
        assertThat(invariants.atRest()).isEmpty();
    }

    /** The greatest count that an instance of the service shows: the one that owns the partition knows. */
    private double parkedAccounts(String service, String topic) throws Exception {
        Pattern metric =
                Pattern.compile("(?m)^tradepath_inbox_parked_accounts\\{[^}]*topic=\"" + topic + "\"[^}]*} ([0-9.]+)$");
        double parked = 0;
        for (String instance : List.of(service, service + "-2")) {
            Matcher found = metric.matcher(suite.metrics(instance));
            if (found.find()) {
                parked = Math.max(parked, Double.parseDouble(found.group(1)));
            }
        }
        return parked;
    }

    /** From now on the table takes no row of the account. */
    private void refuse(String service, String table, String account) throws SQLException {
        poison(service, table, "INSERT", "NEW.account_id = '%s'".formatted(account));
    }

    /** From now on a deposit of 7 cannot be added to the account's replica. */
    private void refuseCash(String account) throws SQLException {
        poison("executions", "account", "UPDATE", "NEW.id = '%s' AND NEW.cash >= OLD.cash + 7".formatted(account));
    }

    private void poison(String service, String table, String operation, String when) throws SQLException {
        execute(service, """
                CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF %s THEN
                        RAISE EXCEPTION 'refused by the test' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                END $$
                """.formatted(when));
        execute(
                service,
                "CREATE TRIGGER poison BEFORE %s ON %s FOR EACH ROW EXECUTE FUNCTION poison()"
                        .formatted(operation, table));
    }

    private void allow(String service, String table) throws SQLException {
        execute(service, "DROP TRIGGER IF EXISTS poison ON " + table);
        execute(service, "DROP FUNCTION IF EXISTS poison()");
    }

    private void execute(String service, String sql) throws SQLException {
        try (Connection connection = suite.suite().database(service).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(Duration.ofMillis(100));
        }
    }
}
