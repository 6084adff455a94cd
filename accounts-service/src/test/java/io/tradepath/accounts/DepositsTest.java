package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.accounts.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DepositsTest {
    private final Api trader = Instance.first().api().as(Api.TRADER);

    @Test
    void creditsTheAccountAndTellsOfIt() {
        String id = trader.openAccount("USD");

        Answer deposit = trader.deposit(id, "100.5", "k");

        assertThat(deposit.status()).isEqualTo(201);
        assertThat(deposit.header("idempotent-replayed")).isNull();
        assertThat(deposit.json().get("type").asString()).isEqualTo("DEPOSIT");
        assertThat(deposit.json().get("amount").asString()).isEqualTo("100.50");
        assertThat(deposit.json().get("balance").asString()).isEqualTo("100.50");
        assertThat(deposit.json().get("cause").get("key").asString()).isEqualTo("k");
        JsonNode account = trader.get("/accounts/" + id).json();
        assertThat(account.get("balance").asString()).isEqualTo("100.50");
        assertThat(account.get("available").asString()).isEqualTo("100.50");
        JsonNode event = trader.get("/accounts/%s/events?afterSeq=1".formatted(id))
                .json()
                .get("events")
                .get(0);
        assertThat(event.get("type").asString()).isEqualTo("Deposited");
        assertThat(event.get("riskCashDelta").asString()).isEqualTo("100.50");
        assertThat(event.get("transaction")).isEqualTo(deposit.json());
    }

    @Test
    void answersARepeatedRequestWithTheFirstAnswer() {
        String id = trader.openAccount("USD");
        Answer first = trader.deposit(id, "100", "same");
        trader.deposit(id, "7", "between");

        Answer again = trader.post(
                "/accounts/%s/deposits".formatted(id), " { \"amount\" : \"100.00\" } ", "Idempotency-Key", "same");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(balance(id)).isEqualTo("107.00");
    }

    @Test
    void refusesAKeyThatHadAnotherBody() {
        String id = trader.openAccount("USD");
        trader.deposit(id, "100", "same");

        Answer other = trader.deposit(id, "101", "same");

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
        assertThat(balance(id)).isEqualTo("100.00");
    }

    @Test
    void keysAreTheAccountsOwn() {
        String one = trader.openAccount("USD");
        String two = trader.openAccount("USD");

        assertThat(trader.deposit(one, "1", "same").header("idempotent-replayed"))
                .isNull();
        assertThat(trader.deposit(two, "2", "same").header("idempotent-replayed"))
                .isNull();
    }

    @Test
    void aKeyWhoseRequestWasRefusedIsNotUsedUp() {
        String id = trader.openAccount("JPY");
        assertThat(trader.deposit(id, "0.5", "k").status()).isEqualTo(400);

        assertThat(trader.deposit(id, "5", "k").status()).isEqualTo(201);
    }

    @Test
    void twentyEqualRequestsAtOnceOverTwoInstancesHaveOneEffectAndEqualAnswers() throws Exception {
        String id = trader.openAccount("USD");
        Api other = Instance.second().api().as(Api.TRADER);
        CountDownLatch start = new CountDownLatch(1);

        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Future<Answer>> requests = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Api instance = i % 2 == 0 ? trader : other;
                requests.add(threads.submit(() -> {
                    start.await();
                    return instance.deposit(id, "12.34", "one");
                }));
            }
            start.countDown();
            for (Future<Answer> request : requests) {
                answers.add(request.get());
            }
        }

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(Answer::body)
                .containsOnly(answers.getFirst().body());
        assertThat(answers)
                .filteredOn(answer -> answer.header("idempotent-replayed") == null)
                .hasSize(1);
        assertThat(balance(id)).isEqualTo("12.34");
        assertThat(trader.get("/accounts/%s/events".formatted(id))
                        .json()
                        .get("lastSeq")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void differentRequestsAtOnceAreNumberedWithoutAGap() throws Exception {
        String id = trader.openAccount("USD");
        Api other = Instance.second().api().as(Api.TRADER);

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Answer>> requests = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Api instance = i % 2 == 0 ? trader : other;
                String key = "k" + i;
                requests.add(threads.submit(() -> instance.deposit(id, "0.01", key)));
            }
            for (Future<Answer> request : requests) {
                assertThat(request.get().status()).isEqualTo(201);
            }
        }

        assertThat(balance(id)).isEqualTo("0.40");
        JsonNode events = trader.get("/accounts/%s/events".formatted(id)).json();
        assertThat(events.get("lastSeq").asLong()).isEqualTo(41);
        List<Long> seqs = new ArrayList<>();
        events.get("events").forEach(event -> seqs.add(event.get("seq").asLong()));
        for (int i = 0; i < seqs.size(); i++) {
            assertThat(seqs.get(i)).isEqualTo(i + 1);
        }
        assertThat(seqs).hasSize(41);
        assertThat(events.get("events")
                        .get(40)
                        .get("transaction")
                        .get("balance")
                        .asString())
                .isEqualTo("0.40");
    }

    @Test
    void anAnsweredDepositHasLeftTheOutbox() {
        String id = trader.openAccount("USD");

        for (int i = 0; i < 20; i++) {
            trader.deposit(id, "1", "k" + i);
            long waiting = Instance.first()
                    .db()
                    .sql("SELECT count(*) FROM outbox WHERE record_key = ?")
                    .param(id)
                    .query(Long.class)
                    .single();
            assertThat(waiting).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "-0",
                "0.001",
                "1e400",
                "1E2",
                "NaN",
                "Infinity",
                "+5",
                " 5",
                "05",
                "",
                "9223372036854775808",
                "1000000000000.01",
                "0.000000000000000000000000000001",
                "1,000",
                "١"
            })
    void refusesWhatIsNoAmountThatCouldComeIn(String amount) {
        String id = trader.openAccount("USD");

        Answer refused = trader.deposit(id, amount, "k");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("invalid-request");
        assertThat(refused.detail()).startsWith("'amount': ");
        assertThat(balance(id)).isEqualTo("0.00");
    }

    @ParameterizedTest
    @CsvSource({"USD, 0.01, 0.01", "USD, 1000000000000, 1000000000000.00", "JPY, 5, 5", "JPY, 5.0, 5"})
    void takesAmountsUpToTheCurrencysMinorUnit(String currency, String amount, String balance) {
        String id = trader.openAccount(currency);

        assertThat(trader.deposit(id, amount, "k").status()).isEqualTo(201);

        assertThat(balance(id)).isEqualTo(balance);
    }

    @Test
    void refusesDecimalsThatTheCurrencyHasNot() {
        assertThat(trader.deposit(trader.openAccount("JPY"), "100.5", "k").detail())
                .contains("JPY has 0 decimals");
    }

    @Test
    void wantsAKeyOfVisibleAscii() {
        String path = "/accounts/%s/deposits".formatted(trader.openAccount("USD"));

        Answer without = trader.post(path, "{\"amount\":\"1\"}");
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.detail()).startsWith("'Idempotency-Key': ");
        assertThat(trader.post(path, "{\"amount\":\"1\"}", "Idempotency-Key", "a b")
                        .status())
                .isEqualTo(400);
        assertThat(trader.post(path, "{\"amount\":\"1\"}", "Idempotency-Key", "x".repeat(256))
                        .status())
                .isEqualTo(400);
        assertThat(trader.post(path, "{\"amount\":\"1\"}", "Idempotency-Key", "x".repeat(255))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anOperatorDoesNotDepositForAnother() {
        String id = trader.openAccount("USD");

        assertThat(Instance.first().api().as(Api.OPS).deposit(id, "1", "k").status())
                .isEqualTo(403);
    }

    @Test
    void aCloseOnlyAccountTakesDeposits() {
        String id = trader.openAccount("USD");
        Instance.first().api().as(Api.OPS).patch("/accounts/" + id, "{\"status\":\"CLOSE_ONLY\"}");

        assertThat(trader.deposit(id, "1", "k").status()).isEqualTo(201);
    }

    private String balance(String id) {
        return trader.get("/accounts/" + id).json().get("balance").asString();
    }
}
