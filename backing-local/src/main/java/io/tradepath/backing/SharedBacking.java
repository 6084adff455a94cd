package io.tradepath.backing;

import io.tradepath.backing.issuer.LocalIssuer;
import io.tradepath.backing.kafka.LocalKafka;
import io.tradepath.backing.postgres.LocalPostgres;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL, one Kafka and one issuer for all the tests of a JVM, each started when it is first asked for and
 * stopped when the JVM ends. Tests keep out of each other's way by {@link #freshDatabase} and {@link #freshTopics}.
 */
public final class SharedBacking {
    private static final Duration GONE_AT_MOST = Duration.ofSeconds(20);

    private static final Shared<LocalPostgres> POSTGRES = new Shared<>(LocalPostgres::startFresh);
    private static final Shared<LocalKafka> KAFKA = new Shared<>(LocalKafka::startFresh);
    private static final Shared<LocalIssuer> ISSUER = new Shared<>(LocalIssuer::startFresh);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private SharedBacking() {}

    public static LocalPostgres postgres() {
        return POSTGRES.get();
    }

    public static LocalKafka kafka() {
        return KAFKA.get();
    }

    public static LocalIssuer issuer() {
        return ISSUER.get();
    }

    /**
     * An empty database that nobody else has, owned by the user {@code owner}, whose password is its name.
     *
     * @return the JDBC URL, without user and password
     */
    public static String freshDatabase(String owner) {
        return postgres().createDatabase(owner + "_" + DATABASES.incrementAndGet(), owner);
    }

    /**
     * Deletes all topics, and with them the offsets that groups have committed on them, and returns when they are gone.
     * Close the consumers and producers of the test before first.
     */
    public static void freshTopics() {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka().bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            Set<String> deleted = topics(admin);
            await(admin.deleteTopics(deleted).all());
            awaitGone("topics", () -> topics(admin));
            // The group coordinator hears of it after the topics are gone.
            awaitGone("committed offsets", () -> committedOn(deleted, admin));
        }
    }

    /** Without Kafka's own, which keep working. */
    private static Set<String> topics(Admin admin) {
        return await(admin.listTopics().names());
    }

    private static List<TopicPartition> committedOn(Set<String> topics, Admin admin) {
        return await(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                .flatMap(group ->
                        await(admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata())
                                .keySet()
                                .stream())
                .filter(partition -> topics.contains(partition.topic()))
                .toList();
    }

    private static void awaitGone(String what, Supplier<? extends Collection<?>> left) {
        long deadline = System.nanoTime() + GONE_AT_MOST.toNanos();
        for (Collection<?> now = left.get(); !now.isEmpty(); now = left.get()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s that do not go: %s".formatted(what, now));
            }
        }
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(GONE_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not do what it is asked for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka was asked", e);
        }
    }

    private static final class Shared<T> {
        private final Supplier<T> start;
        private @Nullable T running;

        Shared(Supplier<T> start) {
            this.start = start;
        }

        synchronized T get() {
            if (running == null) {
                running = start.get();
            }
            return running;
        }
    }
}
