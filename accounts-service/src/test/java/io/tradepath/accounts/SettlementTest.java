package io.tradepath.accounts;

import static io.tradepath.accounts.Executions.TIME;
import static io.tradepath.accounts.Executions.accepted;
import static io.tradepath.accounts.Executions.filled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradepath.accounts.Api.Answer;
import io.tradepath.events.AccountId;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.ExecutionEvent.EventsParked;
import io.tradepath.events.ExecutionEvent.EventsRedriven;
import io.tradepath.events.ExecutionEvent.OrderFilled;
import io.tradepath.events.Identifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What executions' events do to accounts, over the real bus. */
class SettlementTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] POISON = "{\"type\":\"OrderFilled\",\"seq\":".getBytes(UTF_8);

    private static final Executions EXECUTIONS = new Executions();

    private final Api trader = Instance.first().api().as(Api.TRADER);
    private final Api ops = Instance.first().api().as(Api.OPS);
    private final JdbcClient db = Instance.first().db();

    @BeforeAll
    static void twoInstancesShareThePartitions() {
        Instance.second();
    }

    @AfterAll
    static void close() {
        EXECUTIONS.close();
    }

    @Test
    void booksAFillsLossAgainstTheHouseAndTellsOfIt() {
        String id = trader.openAccount("USD");
        trader.deposit(id, "1000", "k");
        OrderFilled filled = filled(id, 2, "-12.34");

        EXECUTIONS.send(accepted(id, 1), filled);

        awaitBalance(id, "987.66");
        JsonNode booked = trader.get("/accounts/%s/transactions?type=REALISED_PL".formatted(id))
                .json()
                .get("transactions")
                .get(0);
        assertThat(booked.get("amount").asString()).isEqualTo("-12.34");
        assertThat(booked.get("balance").asString()).isEqualTo("987.66");
        assertThat(booked.get("cause").get("fillId").asString())
                .isEqualTo(filled.fill().fillId().value());
        assertThat(booked.get("cause").get("orderId").asString())
                .isEqualTo(filled.fill().orderId().value());
        JsonNode event = lastEvent(id);
        assertThat(event.get("seq").asLong()).isEqualTo(3);
        assertThat(event.get("type").asString()).isEqualTo("FillSettled");
        assertThat(event.get("riskCashDelta").asString()).isEqualTo("0");
        assertThat(event.get("transaction")).isEqualTo(booked);
        assertThat(db.sql("SELECT house_account || amount FROM posting WHERE entry_id = ? AND account_id IS NULL")
                        .param(booked.get("id").asString())
                        .query(String.class)
                        .single())
                .isEqualTo("TRADING12.34");
    }

    @Test
    void aLossMayExceedTheBalance() {
        String id = trader.openAccount("JPY");

        EXECUTIONS.send(filled(id, 1, "-5000"));

        awaitBalance(id, "-5000");
    }

    @Test
    void aFillThatRealisedNothingBooksNothing() {
        String id = trader.openAccount("USD");

        EXECUTIONS.send(filled(id, 1, "0.00"), filled(id, 2, "1"));

        awaitBalance(id, "1.00");
        assertThat(lastSeq(id)).isEqualTo(2);
    }

    @Test
    void everyEventThreeTimesAndAccountsShuffledGivesTheStateOfOnce() {
        List<String> accounts = new ArrayList<>();
        List<List<ExecutionEvent>> streams = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String id = trader.openAccount("USD");
            accounts.add(id);
            List<ExecutionEvent> stream = new ArrayList<>();
            for (int repeat = 0; repeat < 3; repeat++) {
                for (int seq = 1; seq <= 5; seq++) {
                    stream.add(filled(id, seq, seq + ".01", "%s-%d".formatted(id, seq)));
                }
            }
            streams.add(stream);
        }

        EXECUTIONS.send(shuffled(streams, new Random(4)).toArray(ExecutionEvent[]::new));

        for (String id : accounts) {
            awaitBalance(id, "15.05");
            assertThat(lastSeq(id)).isEqualTo(6);
        }
    }

    @Test
    void waitsForAMissingEventAndThenGoesOnInOrder() {
        String id = trader.openAccount("USD");

        EXECUTIONS.send(filled(id, 2, "2"), filled(id, 3, "3"));
        await().atMost(PATIENCE).until(() -> held(id) == 2);
        assertThat(balance(id)).isEqualTo("0.00");
        EXECUTIONS.send(filled(id, 1, "1"));

        awaitBalance(id, "6.00");
        assertThat(amounts(id)).containsExactly("3.00", "2.00", "1.00");
    }

    @Test
    void aRecordThatCannotBeReadParksItsAccountAndNoOther() {
        String parked = trader.openAccount("USD");
        String other = trader.openAccount("USD");

        EXECUTIONS.send(parked, POISON);
        EXECUTIONS.send(filled(parked, 1, "1"), filled(parked, 2, "2"), filled(other, 1, "7"));

        awaitBalance(other, "7.00");
        awaitStatus(parked, "CLOSE_ONLY");
        await().atMost(PATIENCE).until(() -> held(parked) == 3);
        assertThat(balance(parked)).isEqualTo("0.00");
        assertThat(lastEvent(parked).get("reason").asString()).isEqualTo("EVENT_PARKED");
        assertThat(trader.deposit(parked, "5", "k").status()).isEqualTo(201);
        JsonNode listed = parked(parked);
        assertThat(listed.get("heldEvents").asInt()).isEqualTo(3);
        assertThat(listed.get("topic").asString()).isEqualTo("execution-events");
        assertThat(listed.get("reason").asString()).isNotBlank();
        await().atMost(PATIENCE)
                .until(() -> metric("tradepath_inbox_parked_accounts{topic=\"execution-events\"}") >= 1);

        Answer redriven = ops.post("/accounts/controls/parked/%s/redrive".formatted(parked), "");

        assertThat(redriven.status()).isEqualTo(200);
        assertThat(redriven.json().get("applied").asInt()).isEqualTo(2);
        assertThat(redriven.json().get("reason")).isNull();
        assertThat(balance(parked)).isEqualTo("8.00");
        assertThat(amounts(parked)).containsExactly("2.00", "1.00", "5.00");
        assertThat(trader.get("/accounts/" + parked).json().get("status").asString())
                .isEqualTo("ACTIVE");
        assertThat(lastEvent(parked).get("reason").asString()).isEqualTo("EVENTS_REDRIVEN");
        EXECUTIONS.send(filled(parked, 3, "3"));
        awaitBalance(parked, "11.00");
    }

    @Test
    void aProfitFinerThanTheCurrencysMinorUnitIsNotBooked() {
        String id = trader.openAccount("JPY");

        EXECUTIONS.send(filled(id, 1, "1"), filled(id, 2, "0.5"), filled(id, 3, "3"));

        awaitStatus(id, "CLOSE_ONLY");
        assertThat(balance(id)).isEqualTo("1");
        assertThat(parked(id).get("reason").asString()).contains("JPY has 0 decimals: 0.5");
        Answer redriven = ops.post("/accounts/controls/parked/%s/redrive".formatted(id), "");
        assertThat(redriven.json().get("applied").asInt()).isZero();
        assertThat(redriven.json().get("reason").asString()).contains("JPY has 0 decimals: 0.5");
        assertThat(trader.get("/accounts/" + id).json().get("status").asString())
                .isEqualTo("CLOSE_ONLY");
    }

    @Test
    void aFillThatWasSettledIsNotSettledAgainUnderAnotherNumber() {
        String id = trader.openAccount("USD");
        String fill = Identifiers.next();

        EXECUTIONS.send(filled(id, 1, "1", fill), filled(id, 2, "1", fill));

        awaitStatus(id, "CLOSE_ONLY");
        assertThat(balance(id)).isEqualTo("1.00");
        assertThat(parked(id).get("reason").asString()).contains("settled before");
    }

    @Test
    void anEventOfAnAccountThatIsNotThereIsParked() {
        String nowhere = Identifiers.next();

        EXECUTIONS.send(filled(nowhere, 1, "1"));

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(parked(nowhere).get("reason").asString()).contains("there is no account"));
    }

    @Test
    void anAccountWhoseEventsExecutionsParkedIsCloseOnlyUntilTheirRedrive() {
        String id = trader.openAccount("USD");

        EXECUTIONS.send(new EventsParked(1, new AccountId(id), TIME));
        awaitStatus(id, "CLOSE_ONLY");
        assertThat(lastEvent(id).get("reason").asString()).isEqualTo("EVENT_PARKED");
        assertThat(ops.patch("/accounts/" + id, "{\"status\":\"ACTIVE\"}").problem())
                .isEqualTo("status-conflict");

        EXECUTIONS.send(new EventsRedriven(2, new AccountId(id), TIME));
        awaitStatus(id, "ACTIVE");
        assertThat(lastEvent(id).get("reason").asString()).isEqualTo("EVENTS_REDRIVEN");
    }

    @Test
    void aRedriveDoesNotLiftAnOperatorsDecision() {
        String id = trader.openAccount("USD");
        ops.patch("/accounts/" + id, "{\"status\":\"CLOSE_ONLY\"}");

        EXECUTIONS.send(
                new EventsParked(1, new AccountId(id), TIME),
                new EventsRedriven(2, new AccountId(id), TIME),
                filled(id, 3, "3"));

        awaitBalance(id, "3.00");
        assertThat(trader.get("/accounts/" + id).json().get("status").asString())
                .isEqualTo("CLOSE_ONLY");
        assertThat(ops.patch("/accounts/" + id, "{\"status\":\"ACTIVE\"}")
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("ACTIVE");
    }

    /** Streams mixed with each other, each in its own order. */
    private static List<ExecutionEvent> shuffled(List<List<ExecutionEvent>> streams, Random random) {
        List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            turns.addAll(Collections.nCopies(streams.get(i).size(), i));
        }
        Collections.shuffle(turns, random);
        int[] next = new int[streams.size()];
        return turns.stream()
                .map(stream -> streams.get(stream).get(next[stream]++))
                .toList();
    }

    private void awaitBalance(String id, String balance) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(balance(id)).isEqualTo(balance));
    }

    private void awaitStatus(String id, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(trader.get("/accounts/" + id)
                                .json()
                                .get("status")
                                .asString())
                        .isEqualTo(status));
    }

    private String balance(String id) {
        return trader.get("/accounts/" + id).json().get("balance").asString();
    }

    private List<String> amounts(String id) {
        List<String> amounts = new ArrayList<>();
        trader.get("/accounts/%s/transactions".formatted(id))
                .json()
                .get("transactions")
                .forEach(each -> amounts.add(each.get("amount").asString()));
        return amounts;
    }

    private long lastSeq(String id) {
        return trader.get("/accounts/%s/events".formatted(id))
                .json()
                .get("lastSeq")
                .asLong();
    }

    private JsonNode lastEvent(String id) {
        return trader.get("/accounts/%s/events?afterSeq=%d".formatted(id, lastSeq(id) - 1))
                .json()
                .get("events")
                .get(0);
    }

    private long held(String id) {
        return db.sql("SELECT count(*) FROM held_event WHERE account_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    private JsonNode parked(String id) {
        for (JsonNode each : ops.get("/accounts/controls/parked").json().get("accounts")) {
            if (each.get("accountId").asString().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("not parked: " + id);
    }

    private static double metric(String name) {
        return Instance.first()
                .management()
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(-1);
    }
}
