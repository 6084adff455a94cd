package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradepath.accounts.Api.Answer;
import io.tradepath.accounts.events.Bus;
import io.tradepath.accounts.settlement.SettlementInbox;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;

class ShutdownTest {
    private static final String NO_KAFKA = "127.0.0.1:1";

    @Test
    void httpEndsFirstThenTheRelayThenTheInbox() {
        Map<String, SmartLifecycle> beans = Instance.first().beans(SmartLifecycle.class);
        int graceful = phase(beans, "webServerGracefulShutdown");
        int http = phase(beans, "webServerStartStop");

        assertThat(List.of(graceful, http, Bus.PHASE, SettlementInbox.PHASE))
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    private static int phase(Map<String, SmartLifecycle> beans, String name) {
        assertThat(beans).containsKey(name);
        return Objects.requireNonNull(beans.get(name)).getPhase();
    }

    @Test
    void answersWhatItHasBegunBeforeItStops() throws Exception {
        String database = Backing.shared().freshDatabase();
        // Without Kafka a deposit is under way for half a second after its commit.
        Instance instance = Instance.start(database, database, NO_KAFKA);
        Api trader = instance.api().as(Api.TRADER);
        String id = trader.openAccount("USD");
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Answer> deposit = threads.submit(() -> trader.deposit(id, "1", "k"));
            await().atMost(Duration.ofSeconds(10)).until(() -> committed(instance, id));

            instance.close();

            assertThat(deposit.get(10, TimeUnit.SECONDS).status()).isEqualTo(201);
        }
    }

    private static boolean committed(Instance instance, String id) {
        return instance.db()
                        .sql("SELECT count(*) FROM posting WHERE account_id = ?")
                        .param(id)
                        .query(Long.class)
                        .single()
                == 1;
    }
}
