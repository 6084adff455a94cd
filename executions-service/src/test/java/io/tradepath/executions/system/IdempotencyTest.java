package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.executions.system.Client.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private final Service service = Service.RUNNING;
    private final Client first = service.client("trader-1");
    private final Client second = first.at(Service.port(service.second));

    @Test
    void answersTheSameKeyAndBodyAsTheFirstTime() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        Answer made = first.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "100", "once"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Idempotent-Replayed")).isEmpty();
        service.quote("EUR_USD", "1.09500", "1.09510");
        for (Client client : List.of(first, second)) {
            // 100.0 is the same number of units.
            Answer again = client.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "100.0", "once"));
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(again.text()).isEqualTo(made.text());
        }
    }

    @Test
    void answersARefusedOrderAgainAlthoughItCouldNowBeTaken() {
        AccountId account = service.accounts.open("trader-1", "USD", "1.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        String order = marketOrder("EUR_USD", "BUY", "100000", "refused");
        Answer refused = first.post(path(account, "/orders"), order);
        assertThat(refused.status()).isEqualTo(422);
        service.accounts.deposit(account, "100000.00");
        Answer again = second.post(path(account, "/orders"), order);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(refused.text());
    }

    @Test
    void refusesTheSameKeyWithAnotherBody() {
        AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
        service.quote("EUR_USD", "1.08500", "1.08510");
        assertThat(first.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "100", "k"))
                        .status())
                .isEqualTo(201);
        Answer other = second.post(path(account, "/orders"), marketOrder("EUR_USD", "SELL", "100", "k"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().get("type").asString()).endsWith("/client-order-id-reused");
    }

    @Test
    void keepsKeysPerAccount() {
        service.quote("EUR_USD", "1.08500", "1.08510");
        for (int i = 0; i < 2; i++) {
            AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
            Answer made = first.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "100", "per-account"));
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.header("Idempotent-Replayed")).isEmpty();
        }
    }

    @Test
    void twentyAtOnceOverTwoInstancesHaveOneEffectAndTwentyEqualAnswers() throws Exception {
        service.quote("EUR_USD", "1.08500", "1.08510");
        for (int round = 0; round < 10; round++) {
            AccountId account = service.accounts.open("trader-1", "USD", "100000.00");
            String order = marketOrder("EUR_USD", "BUY", "1000", "twenty");
            List<Answer> answers = new ArrayList<>();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Answer>> calls = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    Client client = i % 2 == 0 ? first : second;
                    calls.add(callers.submit(() -> client.postUntilKnown(path(account, "/orders"), order)));
                }
                for (Future<Answer> call : calls) {
                    answers.add(call.get());
                }
            }
            assertThat(answers).extracting(Answer::status).containsOnly(201);
            assertThat(answers)
                    .extracting(Answer::text)
                    .containsOnly(answers.getFirst().text());
            assertThat(answers)
                    .filteredOn(answer -> answer.header("Idempotent-Replayed").isEmpty())
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(first.get(path(account, "/fills")).json().get("fills").size())
                    .isEqualTo(1);
        }
    }
}
