package io.tradepath.events;

import java.time.Duration;
import java.util.Map;

/**
 * The topics of the bus. Whoever writes a topic creates it. Partition counts are for ever: a key's partition, and with
 * it the order of an account's events, depends on them.
 */
public final class Topics {
    public static final int ACCOUNT_PARTITIONS = 12;

    public static final Topic QUOTES = new Topic("quotes", 1, deletedAfter(Duration.ofHours(2)));
    /** One key a candle: {@code EUR_USD/M1/2026-01-05T12:00:00Z}. */
    public static final Topic CANDLES = new Topic("candles", 1, Map.of("cleanup.policy", "compact"));

    public static final Topic ACCOUNTS = new Topic("accounts", ACCOUNT_PARTITIONS, Map.of("cleanup.policy", "compact"));
    public static final Topic ACCOUNT_EVENTS =
            new Topic("account-events", ACCOUNT_PARTITIONS, deletedAfter(Duration.ofDays(7)));
    public static final Topic EXECUTION_EVENTS =
            new Topic("execution-events", ACCOUNT_PARTITIONS, deletedAfter(Duration.ofDays(7)));

    private Topics() {}

    /**
     * A topic as it is created.
     *
     * @param config Kafka's topic configuration
     */
    public record Topic(String name, int partitions, Map<String, String> config) {}

    private static Map<String, String> deletedAfter(Duration retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis()));
    }
}
