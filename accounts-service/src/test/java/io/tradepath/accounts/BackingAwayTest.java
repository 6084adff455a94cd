package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tradepath.accounts.Api.Answer;
import io.tradepath.accounts.DatabaseProxy.Fault;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL cut off in several ways, and no Kafka at all. */
class BackingAwayTest {
    /** 2 s are promised; the rest is for a machine that is busy with other things. */
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(5);

    private static final Duration BACK_WITHIN = Duration.ofSeconds(15);
    private static final String NO_KAFKA = "127.0.0.1:1";

    private static final String JDBC_URL = Backing.shared().freshDatabase();
    private static final DatabaseProxy PROXY =
            new DatabaseProxy(Backing.shared().postgresPort());
    private static final Instance INSTANCE =
            Instance.start(PROXY.url(JDBC_URL.substring(JDBC_URL.lastIndexOf('/') + 1)), JDBC_URL, NO_KAFKA);

    @AfterAll
    static void stop() throws IOException {
        PROXY.set(Fault.NONE);
        INSTANCE.close();
        PROXY.close();
    }

    @AfterEach
    void awaitTheDatabase() {
        PROXY.set(Fault.NONE);
        await().atMost(BACK_WITHIN).until(() -> trader().get("/accounts").status() == 200);
    }

    @Test
    void goesOnTakingDepositsWhileKafkaIsAway() {
        String id = trader().openAccount("USD");

        Answer deposit = trader().deposit(id, "100", "k");

        assertThat(deposit.status()).isEqualTo(201);
        assertThat(trader().get("/accounts/" + id).json().get("balance").asString())
                .isEqualTo("100.00");
        assertThat(waitingInOutbox(id)).isEqualTo(3);
    }

    @Test
    void answers503WithRetryAfterWhileTheDatabaseIsAway() {
        String id = trader().openAccount("USD");
        PROXY.set(Fault.AWAY);

        // All at once: each takes the second that it may wait for a connection.
        List.<Supplier<Answer>>of(
                        () -> trader().deposit(id, "1", "k"),
                        () -> trader().get("/accounts"),
                        () -> trader().get("/accounts/" + id),
                        () -> trader().get("/accounts/%s/transactions".formatted(id)),
                        () -> trader().get("/accounts/%s/events".formatted(id)),
                        () -> trader().patch("/accounts/" + id, "{\"alias\":\"x\"}"),
                        () -> trader().post("/accounts", "{\"currency\":\"USD\",\"alias\":\"a\"}"),
                        () -> INSTANCE.api().as(Api.OPS).get("/accounts/controls/parked"),
                        () -> INSTANCE.api().as(Api.OPS).get("/accounts/ledger/trial-balance"))
                .parallelStream()
                .forEach(BackingAwayTest::assertUnavailable);
        assertThat(INSTANCE.management().get("/actuator/health/readiness").status())
                .isEqualTo(200);
        assertThat(trader().get("/unknown").status()).isEqualTo(404);
        assertThat(INSTANCE.api().get("/accounts").status()).isEqualTo(401);

        PROXY.set(Fault.NONE);
        await().atMost(BACK_WITHIN).until(() -> trader().deposit(id, "1", "k").status() == 201);
        assertThat(trader().get("/accounts/" + id).json().get("balance").asString())
                .isEqualTo("1.00");
    }

    @Test
    void answers503WhenTheDatabaseStopsAnswering() {
        String id = trader().openAccount("USD");
        PROXY.set(Fault.HALF_OPEN);

        assertUnavailable(() -> trader().deposit(id, "1", "k"));
        assertUnavailable(() -> trader().get("/accounts/" + id));
    }

    @Test
    void aRetryAfterALostCommitFindsWhatWasDone() {
        String id = trader().openAccount("USD");
        PROXY.set(Fault.CUT_AFTER_COMMIT);

        Answer unknown = trader().deposit(id, "5", "k");
        Answer retried = trader().deposit(id, "5", "k");

        assertThat(unknown.status()).isEqualTo(503);
        assertThat(retried.status()).isEqualTo(201);
        assertThat(retried.header("idempotent-replayed")).isEqualTo("true");
        assertThat(trader().get("/accounts/" + id).json().get("balance").asString())
                .isEqualTo("5.00");
    }

    @Test
    void aRetryAfterACommitThatNeverArrivedDoesItOnce() {
        String id = trader().openAccount("USD");
        PROXY.set(Fault.CUT_BEFORE_COMMIT);

        Answer unknown = trader().deposit(id, "5", "k");
        Answer retried = trader().deposit(id, "5", "k");

        assertThat(unknown.status()).isEqualTo(503);
        assertThat(retried.status()).isEqualTo(201);
        assertThat(retried.header("idempotent-replayed")).isNull();
        assertThat(trader().get("/accounts/" + id).json().get("balance").asString())
                .isEqualTo("5.00");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CUT_BEFORE_COMMIT", "CUT_AFTER_COMMIT"})
    void aReadWhoseTransactionIsCutIsAnswered503(Fault fault) {
        String id = trader().openAccount("USD");
        PROXY.set(fault);

        assertUnavailable(() -> trader().get("/accounts/" + id));
    }

    @Test
    void moreRequestsThanThePoolHasConnectionsAreRefusedInTime() throws Exception {
        String id = trader().openAccount("USD");
        String other = trader().openAccount("USD");
        List<Answer> answers = new ArrayList<>();
        try (Connection locker = DriverManager.getConnection(JDBC_URL, "accounts", "accounts");
                ExecutorService threads = Executors.newFixedThreadPool(30)) {
            lock(locker, id);
            List<Future<Answer>> requests = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                String key = "k" + i;
                requests.add(threads.submit(() -> trader().deposit(id, "1", key)));
            }
            for (Future<Answer> request : requests) {
                answers.add(request.get(20, TimeUnit.SECONDS));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(REFUSED_WITHIN);
            locker.rollback();
        }

        assertThat(answers).extracting(Answer::status).containsOnly(503);
        assertThat(trader().get("/accounts/" + id).json().get("balance").asString())
                .isEqualTo("0.00");
        assertThat(trader().deposit(id, "1", "k0").status()).isEqualTo(201);
        assertThat(trader().deposit(other, "1", "k0").status()).isEqualTo(201);
    }

    private static void lock(Connection locker, String id) throws SQLException {
        locker.setAutoCommit(false);
        try (Statement statement = locker.createStatement()) {
            statement.execute("SELECT 1 FROM account WHERE id = '%s' FOR UPDATE".formatted(id));
        }
    }

    private static void assertUnavailable(Supplier<Answer> request) {
        long start = System.nanoTime();
        Answer refused = request.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("service-unavailable");
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(took).isLessThan(REFUSED_WITHIN);
    }

    private static Api trader() {
        return INSTANCE.api().as(Api.TRADER);
    }

    private static long waitingInOutbox(String id) {
        return INSTANCE.db()
                .sql("SELECT count(*) FROM outbox WHERE record_key = ?")
                .param(id)
                .query(Long.class)
                .single();
    }
}
