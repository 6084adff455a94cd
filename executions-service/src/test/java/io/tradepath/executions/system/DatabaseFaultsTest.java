package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.backing.SharedBacking;
import io.tradepath.events.AccountId;
import io.tradepath.executions.system.Client.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** An instance of its own, whose way to PostgreSQL can be cut. */
class DatabaseFaultsTest {
    /** Two seconds are promised; the rest is for a busy machine. */
    private static final Duration ANSWERED_WITHIN = Duration.ofMillis(3_500);

    private static final Service SERVICE = Service.RUNNING;
    private static final TcpProxy PROXY = new TcpProxy(SharedBacking.postgres().port());

    private static final ConfigurableApplicationContext INSTANCE = startBehindTheProxy();

    private final AccountId account = SERVICE.accounts.open("trader-1", "USD", "100000.00");
    private final Client client = SERVICE.client("trader-1").at(Service.port(INSTANCE));

    private static ConfigurableApplicationContext startBehindTheProxy() {
        String proxied = SERVICE.jdbcUrl.replaceFirst(":[0-9]+/", ":" + PROXY.port() + "/");
        return Service.start(proxied, SharedBacking.kafka().bootstrapServers());
    }

    @BeforeAll
    static void awaitTheGroup() {
        SERVICE.awaitReplica();
    }

    @AfterAll
    static void leaveTheGroupAsItWas() {
        PROXY.restore();
        INSTANCE.close();
        PROXY.close();
        SERVICE.awaitReplica();
    }

    @BeforeEach
    void trade() {
        Service.shown(INSTANCE, SERVICE.quote("EUR_USD", "1.08500", "1.08510"));
        // A connection that knows the statements, and a token that is known.
        Service.eventually(() -> order(fresh()).status() == 201);
    }

    @Test
    void answersAtOnceThatTheDatabaseIsAwayAndGoesOnWhenItIsBack() {
        String key = fresh();
        PROXY.cut();
        try {
            assertUnavailable(() -> order(key));
            assertUnavailable(() -> client.get(path(account, "/orders")));
            assertUnavailable(() -> client.get(path(account, "/summary")));
            assertThat(client.get("/executions/instruments").status()).isEqualTo(200);
        } finally {
            PROXY.restore();
        }
        Service.eventually(() -> order(key).status() == 201);
        assertThat(fillsOf(key)).isEqualTo(1);
    }

    @Test
    void answersInTimeWhereTheNetworkSwallowsEverything() {
        String key = fresh();
        PROXY.stall();
        try {
            assertUnavailable(() -> order(key));
        } finally {
            PROXY.flow();
        }
        Service.eventually(() -> order(key).status() == 201);
        assertThat(fillsOf(key)).isEqualTo(1);
    }

    @Test
    void findsOutByTheKeyWhetherACommitHappenedWhoseAnswerWasLost() {
        for (int i = 0; i < 3; i++) {
            String key = fresh();
            PROXY.cut();
            PROXY.restore();
            // New connections send each statement's text once more, which the proxy looks for.
            PROXY.loseAnswerOfNextCommit();
            Answer[] answer = new Answer[1];
            Service.eventually(() -> {
                answer[0] = order(key);
                return answer[0].status() == 201;
            });
            assertThat(PROXY.hasLostAnswer()).isTrue();
            assertThat(fillsOf(key)).isEqualTo(1);
        }
    }

    @Test
    void putsOffAnAccountThatOthersHoldAndServesTheRestMeanwhile() throws Exception {
        try (Connection other = SERVICE.database();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            lock(other);
            String key = fresh();
            Future<Answer> waiting = callers.submit(() -> order(key));
            Service.eventually(() -> meter("tradepath.lane.put.off") > 0);
            for (int i = 0; i < 12; i++) {
                AccountId free = SERVICE.accounts.open("trader-1", "USD", "1000.00");
                assertThat(client.post(path(free, "/orders"), marketOrder("EUR_USD", "BUY", "1", "free"))
                                .status())
                        .isEqualTo(201);
            }
            other.rollback();
            Answer served = waiting.get();
            assertThat(served.status()).isIn(201, 503);
            Service.eventually(() -> order(key).status() == 201);
            assertThat(fillsOf(key)).isEqualTo(1);
        }
    }

    @Test
    void answersThatAnAccountIsBusyWhereOthersHoldItForTooLong() throws SQLException {
        try (Connection other = SERVICE.database()) {
            lock(other);
            assertUnavailable(() -> order(fresh()));
            other.rollback();
        }
    }

    @Test
    void failsOneCallersOrderAndNoOthersOfTheSameBatch() throws Exception {
        try (Connection database = SERVICE.database();
                Statement sql = database.createStatement();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            sql.execute("ALTER TABLE orders ADD CONSTRAINT poison CHECK (client_order_id <> 'poison')");
            try {
                // All of one account and so of one lane; the first waits for its row, and the rest comes as one batch.
                lock(database);
                Future<Answer> first = callers.submit(() -> orderUntilKnown(fresh()));
                CompletableFuture<Answer> poison =
                        CompletableFuture.supplyAsync(() -> orderUntilKnown("poison"), callers);
                var rest = IntStream.range(0, 10)
                        .mapToObj(_ -> callers.submit(() -> orderUntilKnown(fresh())))
                        .toList();
                Service.eventually(() -> meter("tradepath.lane.put.off") > 0);
                database.rollback();
                database.setAutoCommit(true);
                assertThat(first.get().status()).isEqualTo(201);
                Answer failed = poison.get(10, TimeUnit.SECONDS);
                assertThat(failed.status()).isEqualTo(500);
                assertThat(failed.text()).doesNotContain("poison").doesNotContain("orders_");
                for (Future<Answer> one : rest) {
                    assertThat(one.get().status()).isEqualTo(201);
                }
            } finally {
                database.setAutoCommit(true);
                sql.execute("ALTER TABLE orders DROP CONSTRAINT poison");
            }
        }
        assertThat(client.get(path(account, "/orders/@poison")).status()).isEqualTo(404);
    }

    private void lock(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement sql = connection.createStatement()) {
            sql.execute("SELECT 1 FROM account WHERE id = '%s' FOR NO KEY UPDATE".formatted(account));
        }
    }

    private Answer order(String key) {
        return client.post(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "1", key));
    }

    private Answer orderUntilKnown(String key) {
        return client.postUntilKnown(path(account, "/orders"), marketOrder("EUR_USD", "BUY", "1", key));
    }

    private long fillsOf(String key) {
        return SERVICE.client("trader-1")
                .get(path(account, "/orders/@" + key))
                .json()
                .get("fills")
                .size();
    }

    private static double meter(String name) {
        return INSTANCE.getBean(MeterRegistry.class).get(name).counter().count();
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private static void assertUnavailable(Supplier<Answer> request) {
        long start = System.nanoTime();
        Answer answer = request.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ANSWERED_WITHIN);
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.json().get("type").asString()).isEqualTo("https://tradepath.io/problems/service-unavailable");
        assertThat(answer.text()).doesNotContain("xception").doesNotContain("postgres");
    }
}
