package io.tradepath.system.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What a load's clients have asked and what they were told. */
public final class History {
    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

    /** What a client knows of a request that it has retried with the same key until it was answered, or gave up. */
    public enum Outcome {
        /** It had its effect. */
        OK,
        /** It was refused for good. */
        FAIL,
        /** No answer that tells: the effect is there once or not at all. */
        UNKNOWN
    }

    /** What was asked for. */
    public enum Kind {
        DEPOSIT,
        ORDER
    }

    /**
     * One request, all its attempts.
     *
     * @param status of the last answer; 0 where there was none
     */
    public record Entry(
            Instant time,
            Kind kind,
            String account,
            String key,
            Map<String, String> body,
            Outcome outcome,
            int status,
            int attempts,
            @Nullable Answer answer) {}

    void add(Entry entry) {
        entries.add(entry);
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
