package io.tradepath.backing;

import io.tradepath.backing.issuer.LocalIssuer;
import io.tradepath.backing.kafka.LocalKafka;
import io.tradepath.backing.postgres.LocalPostgres;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL, one Kafka and one issuer for all the tests of a JVM, each started when it is first asked for and
 * stopped when the JVM ends. Tests keep out of each other's way by {@link #freshDatabase} and {@link #freshTopics}.
 */
public final class SharedBacking {
    private static final Duration TOPICS_GONE_AT_MOST = Duration.ofSeconds(20);

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
            long deadline = System.nanoTime() + TOPICS_GONE_AT_MOST.toNanos();
            Set<String> topics = topics(admin);
            if (!topics.isEmpty()) {
                admin.deleteTopics(topics).all().get(TOPICS_GONE_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
            }
            while (!topics(admin).isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("topics that do not go: " + topics(admin));
                }
                Thread.onSpinWait();
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot delete the topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were deleted", e);
        }
    }

    /** Without Kafka's own, which keep working. */
    private static Set<String> topics(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        return admin.listTopics().names().get(TOPICS_GONE_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
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
