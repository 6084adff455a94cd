package io.tradepath.wire;

import static io.tradepath.wire.WireFixture.eventually;
import static io.tradepath.wire.WireFixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.events.AccountEvent;
import io.tradepath.events.EventJson;
import io.tradepath.events.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class RelayTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, List<Long>> heard = new ConcurrentHashMap<>();
    private WireFixture wire;

    @BeforeEach
    void prepare() throws Exception {
        wire = new WireFixture();
        TopicTail tail = new TopicTail(
                "relay-test",
                wire.kafka,
                Topics.ACCOUNT_EVENTS,
                TopicTail.From.beginning(),
                (records, _) -> records.forEach(this::hear),
                new SimpleMeterRegistry());
        open.add(tail);
        tail.start();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void publishesWhatHasCommittedInTheOrderOfEachAccountAndLeavesAnEmptyOutbox() throws Exception {
        Relay relay = startRelay(new SimpleMeterRegistry());
        for (long seq = 1; seq <= 300; seq++) {
            commit(List.of(row("a", seq), row("b", seq)));
            relay.committed();
        }
        eventually("all are heard", () -> heard("a").size() == 300 && heard("b").size() == 300);
        assertThat(heard("a")).isSorted();
        assertThat(heard("b")).isSorted();
        eventually("the outbox is empty", () -> wire.count("SELECT count(*) FROM outbox") == 0);
    }

    @Test
    void doesNotMissARowThatCommitsAfterOneWithAGreaterId() throws Exception {
        startRelay(new SimpleMeterRegistry());
        try (Connection slow = wire.db.getConnection()) {
            slow.setAutoCommit(false);
            Outbox.append(slow, List.of(row("slow", 1)));
            commit(List.of(row("quick", 1)));
            eventually("the greater id is relayed", () -> heard("quick").size() == 1);
            slow.commit();
        }
        eventually("the lower id too", () -> heard("slow").size() == 1);
    }

    @Test
    void hearsOfCommitsOfOtherInstances() throws Exception {
        MeterRegistry meters = new SimpleMeterRegistry();
        startRelay(meters);
        eventually("it holds", () -> isHolder(meters));
        Relay standby = startRelay(new SimpleMeterRegistry());
        commit(List.of(row("a", 1)));
        standby.committed();
        eventually("it is heard", () -> heard("a").size() == 1);
    }

    @Test
    void aStandbyTakesOverWhenTheHolderCloses() throws Exception {
        MeterRegistry firstMeters = new SimpleMeterRegistry();
        MeterRegistry secondMeters = new SimpleMeterRegistry();
        Relay first = startRelay(firstMeters);
        eventually("the first holds", () -> isHolder(firstMeters));
        startRelay(secondMeters);
        assertThat(isHolder(secondMeters)).isFalse();

        first.close();
        eventually("the second holds", () -> isHolder(secondMeters));
        commit(List.of(row("a", 1)));
        eventually("and relays", () -> heard("a").size() == 1);
    }

    @Test
    void aSilentHolderLosesItsLockAndCanDeleteNothing() throws Exception {
        try (RelayConnection stopped = RelayConnection.open(wire.relaySettings())) {
            assertThat(stopped.tryLock()).isTrue();
            commit(List.of(row("a", 1)));
            List<RelayConnection.Row> taken = stopped.oldest();
            // It says no more for longer than SESSION_IDLE_MAX, as a stopped process does.
            startRelay(new SimpleMeterRegistry());
            eventually("another relays in its place", () -> heard("a").size() == 1);
            commit(List.of(row("a", 2)));

            assertThat(catchThrowable(() -> stopped.delete(taken))).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void saysHowOldTheOldestEventIsWhileKafkaIsAway() throws Exception {
        MeterRegistry meters = new SimpleMeterRegistry();
        RelaySettings settings = wire.relaySettings();
        Relay relay = new Relay(
                new RelaySettings(
                        settings.jdbcUrl(),
                        settings.user(),
                        settings.password(),
                        Map.of("bootstrap.servers", "127.0.0.1:1"),
                        settings.topics()),
                meters);
        open.add(relay);
        commit(List.of(row("a", 1)));
        relay.start();
        eventually(
                "the age grows",
                () -> meters.get("tradepath.outbox.age").gauge().value() > 1);
        assertThat(wire.count("SELECT count(*) FROM outbox")).isEqualTo(1);
    }

    @Test
    void tellsWhenAnEventIsOnTheBusWhoeverRelaysIt() throws Exception {
        Relay own = new Relay(wire.relaySettings(), new SimpleMeterRegistry());
        open.add(own);
        try (OnTheBus onTheBus = new OnTheBus(wire.db, own)) {
            long id = commit(List.of(row("a", 1)));
            assertThat(onTheBus.await(id, Duration.ofMillis(100))).isFalse();
            Relay other = startRelay(new SimpleMeterRegistry());
            assertThat(onTheBus.await(id, Duration.ofSeconds(30))).isTrue();

            other.close();
            own.start();
            long next = commit(List.of(row("a", 2)));
            assertThat(onTheBus.await(next, Duration.ofSeconds(30))).isTrue();
            assertThat(own.isHolder()).isTrue();
            assertThat(onTheBus.await(next, Duration.ofSeconds(30)))
                    .as("asked again, as for a replay")
                    .isTrue();
            assertThat(onTheBus.await(id, Duration.ofSeconds(30)))
                    .as("that another had relayed")
                    .isTrue();
        }
    }

    @Test
    void theOwnRelayTellsWithoutTheDatabase() throws Exception {
        Relay own = new Relay(wire.relaySettings(), new SimpleMeterRegistry());
        open.add(own);
        PGSimpleDataSource away = new PGSimpleDataSource();
        away.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        try (OnTheBus onTheBus = new OnTheBus(away, own)) {
            own.start();
            for (int seq = 1; seq <= 20; seq++) {
                long id = commit(List.of(row("a", seq)));
                own.committed();
                assertThat(onTheBus.await(id, Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    private Relay startRelay(MeterRegistry meters) {
        Relay relay = new Relay(wire.relaySettings(), meters);
        open.add(relay);
        relay.start();
        return relay;
    }

    private static boolean isHolder(MeterRegistry meters) {
        return meters.get("tradepath.outbox.relay.holder").gauge().value() == 1;
    }

    private long commit(List<OutboxRow> rows) throws SQLException {
        try (Connection connection = wire.db.getConnection()) {
            connection.setAutoCommit(false);
            long id = Outbox.append(connection, rows);
            connection.commit();
            return id;
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        AccountEvent event = EventJson.read(record.value(), AccountEvent.class);
        heard(event.accountId().value()).add(event.seq());
    }

    private List<Long> heard(String account) {
        return heard.computeIfAbsent(account, _ -> new CopyOnWriteArrayList<>());
    }
}
