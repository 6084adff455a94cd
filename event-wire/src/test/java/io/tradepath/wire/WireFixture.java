package io.tradepath.wire;

import io.tradepath.backing.SharedBacking;
import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.events.EventJson;
import io.tradepath.events.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with the wire's tables, and the shared broker with the topics of the bus. */
final class WireFixture {
    static final Currency USD = Currency.getInstance("USD");
    static final Instant TIME = Instant.parse("2026-01-05T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    final String jdbcUrl = SharedBacking.freshDatabase("accounts");
    final Map<String, Object> kafka = Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedBacking.kafka().bootstrapServers());
    final PGSimpleDataSource db = new PGSimpleDataSource();

    WireFixture() throws Exception {
        db.setUrl(jdbcUrl);
        db.setUser("accounts");
        db.setPassword("accounts");
        execute(migration());
        execute("CREATE TABLE account (id text COLLATE \"C\" PRIMARY KEY, events bigint NOT NULL DEFAULT 0)");
        execute("CREATE TABLE effect (n bigint GENERATED ALWAYS AS IDENTITY, account_id text, seq bigint)");
        SharedBacking.freshTopics();
        TopicSetup.create(kafka, List.of(Topics.ACCOUNT_EVENTS, Topics.EXECUTION_EVENTS, Topics.QUOTES));
    }

    RelaySettings relaySettings() {
        return new RelaySettings(jdbcUrl, "accounts", "accounts", kafka, List.of(Topics.ACCOUNT_EVENTS));
    }

    static AccountEvent event(String account, long seq) {
        return new AccountEvent.AccountStatusChanged(
                seq,
                new AccountId(account),
                TIME,
                BigDecimal.ZERO,
                AccountStatus.ACTIVE,
                AccountEvent.StatusReason.OPS);
    }

    static OutboxRow row(String account, long seq) {
        return new OutboxRow(Topics.ACCOUNT_EVENTS, account, EventJson.write(event(account, seq)));
    }

    void send(String account, byte[]... payloads) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            for (byte[] payload : payloads) {
                producer.send(new ProducerRecord<>(Topics.ACCOUNT_EVENTS.name(), account, payload))
                        .get();
            }
        }
    }

    void send(String account, long... seqs) throws ExecutionException, InterruptedException {
        for (long seq : seqs) {
            send(account, EventJson.writeBytes(event(account, seq)));
        }
    }

    /** The sequence numbers that had an effect, in the order in which they had it. */
    List<Long> effects(String account) throws SQLException {
        try (Connection connection = db.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT seq FROM effect WHERE account_id = ? ORDER BY n")) {
            select.setString(1, account);
            try (ResultSet rows = select.executeQuery()) {
                List<Long> seqs = new ArrayList<>();
                while (rows.next()) {
                    seqs.add(rows.getLong(1));
                }
                return seqs;
            }
        }
    }

    long count(String sql) throws SQLException {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Waits until the condition holds, and fails when it does not come to. */
    static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.sleep(5);
        }
    }

    private static String migration() throws IOException {
        try (InputStream sql = WireFixture.class.getResourceAsStream("/db/wire/V1__wire.sql")) {
            return new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
