package io.tradepath.system.client;

import io.tradepath.system.client.StreamClient.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client that follows an account's two private streams through whatever happens: it reconnects, resumes behind what it
 * has, and writes down each event once. What it has seen must in the end be the account's events, one and all.
 */
public final class PrivateStream implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration WAIT = Duration.ofMillis(500);

    private final Api api;
    private final String identity;
    private final String account;
    private final Map<String, List<Long>> seen = new ConcurrentHashMap<>();
    private final Map<String, List<JsonNode>> events = new ConcurrentHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ending;

    private PrivateStream(Api api, String identity, String account) {
        this.api = api;
        this.identity = identity;
        this.account = account;
        this.thread = Thread.ofVirtual().name("stream-" + account).unstarted(this::run);
    }

    /** Follows the account from its first event on. */
    public static PrivateStream follow(Api api, String identity, String account) {
        PrivateStream stream = new PrivateStream(api, identity, account);
        stream.thread.start();
        return stream;
    }

    public String account() {
        return account;
    }

    public String identity() {
        return identity;
    }

    /** The last sequence number seen on {@code orders} or {@code account}; 0 before the first. */
    public long last(String queue) {
        List<Long> numbers = seen.getOrDefault(queue, List.of());
        synchronized (numbers) {
            return numbers.isEmpty() ? 0 : numbers.getLast();
        }
    }

    /** The events of {@code orders} or {@code account} that came since the last call, each once. */
    public List<JsonNode> takeSeen(String queue) {
        List<JsonNode> taken = events.remove(queue);
        return taken == null ? List.of() : taken;
    }

    /** Gaps and reorderings that no reset announced. */
    public List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    private void run() {
        while (!ending) {
            try (StreamClient client = StreamClient.connect(api.gateway(), api.token(identity))) {
                for (String queue : List.of("orders", "account")) {
                    client.subscribe(
                            queue, "/queue/" + queue + "." + account, "resume-seq", Long.toString(last(queue)));
                }
                while (!ending && !client.isClosed()) {
                    hear(client.next(WAIT));
                }
            } catch (IOException | AssertionError lost) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void hear(@Nullable Frame frame) throws IOException, InterruptedException {
        if (frame == null || !frame.command().equals("MESSAGE")) {
            return;
        }
        String queue = frame.header("subscription");
        if (frame.header("type").equals("reset")) {
            readMissed(queue);
            return;
        }
        long seq = Long.parseLong(frame.header("seq"));
        JsonNode event = Api.JSON.readTree(frame.body());
        long bodySeq = event.path("seq").asLong();
        long last = last(queue);
        if (seq != bodySeq) {
            violate("%s: header says seq %d, body %d".formatted(queue, seq, bodySeq));
        }
        if (seq > last + 1) {
            violate("%s: %d after %d".formatted(queue, seq, last));
        }
        if (seq > last) {
            add(queue, seq, event);
        }
    }

    /** After a reset a client reads what it has missed from the event log. */
    private void readMissed(String queue) throws IOException, InterruptedException {
        String service = queue.equals("orders") ? "executions" : "accounts";
        for (JsonNode event : api.events(identity, service, account, last(queue))) {
            add(queue, event.path("seq").asLong(), event);
        }
    }

    private void add(String queue, long seq, JsonNode event) {
        events.compute(queue, (_, sofar) -> {
            List<JsonNode> all = sofar == null ? new ArrayList<>() : sofar;
            all.add(event);
            return all;
        });
        List<Long> numbers = seen.computeIfAbsent(queue, _ -> new ArrayList<>());
        synchronized (numbers) {
            numbers.add(seq);
        }
    }

    private void violate(String what) {
        synchronized (violations) {
            violations.add("account %s, %s".formatted(account, what));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ending = true;
    }
}
