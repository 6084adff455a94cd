package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.backing.SharedBacking;
import io.tradepath.events.AccountId;
import io.tradepath.executions.lifecycle.Phases;
import io.tradepath.executions.system.Client.Answer;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

class ShutdownTest {
    private final Service service = Service.RUNNING;

    @Test
    void answersAnOrderThatIsInFlightWhenItIsToldToEnd() throws Exception {
        AccountId account = service.accounts.open("trader-1", "USD", "1000.00");
        ConfigurableApplicationContext instance =
                Service.start(service.jdbcUrl, SharedBacking.kafka().bootstrapServers());
        try (Connection other = service.database();
                Statement sql = other.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            service.awaitReplica();
            Service.shown(instance, service.quote("EUR_USD", "1.08500", "1.08510"));
            Client client = service.client("trader-1").at(Service.port(instance));
            other.setAutoCommit(false);
            sql.execute("SELECT 1 FROM account WHERE id = '%s' FOR NO KEY UPDATE".formatted(account));
            Future<Answer> inFlight = threads.submit(
                    () -> client.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "1", "k")));
            MeterRegistry meters = instance.getBean(MeterRegistry.class);
            Service.eventually(
                    () -> meters.get("tradepath.lane.put.off").counter().count() > 0);
            Future<?> closing = threads.submit(instance::close);
            Service.eventually(() -> takesNoRequests(client));
            other.rollback();
            // 503 where all this took longer than an order waits for its account; the connection never just ends.
            assertThat(inFlight.get().status()).isIn(201, 503);
            closing.get();
        } finally {
            instance.close();
            service.awaitReplica();
        }
    }

    @Test
    void endsHttpFirstThenLanesThenTheRelayThenTheConsumers() {
        for (String http : List.of("webServerGracefulShutdown", "webServerStartStop")) {
            assertThat(service.first.getBean(http, SmartLifecycle.class).getPhase())
                    .isGreaterThan(Phases.LANES);
        }
        assertThat(Phases.LANES).isGreaterThan(Phases.RELAY);
        assertThat(Phases.RELAY).isGreaterThan(Phases.CONSUMERS);
    }

    private static boolean takesNoRequests(Client client) {
        try {
            return client.get("/executions/instruments").status() == 503;
        } catch (UncheckedIOException refused) {
            return true;
        }
    }
}
