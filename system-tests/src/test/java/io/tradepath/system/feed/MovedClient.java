package io.tradepath.system.feed;

import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.client.StreamClient.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A careful client of the gateway. When it is told that its instance drains, it connects again while the old socket still
 * delivers, and leaves the old one when the new one has come to where it is; when its socket is lost it connects again
 * and resumes. It drops what it has, and keeps what must not be: gaps that nothing announced.
 */
final class MovedClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration WAIT = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration END_MAX = Duration.ofSeconds(15);

    private final Api api;
    private final String identity;
    private final String queue;
    private final List<String> topics;
    private final Map<String, Place> last = new HashMap<>();
    private final List<Place> events = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger overlapped = new AtomicInteger();
    private final AtomicInteger reconnected = new AtomicInteger();
    private final Thread thread;
    private volatile boolean ending;

    private @Nullable Line present;
    private @Nullable Line next;

    /** A place in a stream; private ones have the epoch 0. */
    record Place(long epoch, long seq) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return epoch == other.epoch ? Long.compare(seq, other.seq) : Long.compare(epoch, other.epoch);
        }
    }

    /** A connection, and of each of its topics what was heard by it last. */
    private static final class Line {
        private final StreamClient client;
        private final Map<String, Place> heard = new HashMap<>();
        private final Map<String, List<Frame>> early = new HashMap<>();
        private boolean told;

        Line(StreamClient client) {
            this.client = client;
        }
    }

    private MovedClient(Api api, String identity, String account, List<String> instruments) {
        this.api = api;
        this.identity = identity;
        this.queue = "/queue/account." + account;
        this.topics = instruments.stream()
                .map(instrument -> "/topic/quotes." + instrument)
                .toList();
        this.thread = Thread.ofPlatform().name("moved-client").daemon().unstarted(this::run);
    }

    static MovedClient follow(Api api, String identity, String account, List<String> instruments) {
        MovedClient client = new MovedClient(api, identity, account, instruments);
        client.thread.start();
        return client;
    }

    /** Moves in which the new socket took over from the old one. */
    int overlapped() {
        return overlapped.get();
    }

    /** Connections that were lost and made again. */
    int reconnected() {
        return reconnected.get();
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** The numbers of the account's events, as they were delivered, each once. */
    synchronized List<Long> events() {
        return events.stream().map(Place::seq).toList();
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join(END_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!ending) {
            try {
                step();
            } catch (IOException away) {
                pause();
            } catch (InterruptedException e) {
                break;
            }
        }
        leave(present);
        leave(next);
    }

    private void step() throws IOException, InterruptedException {
        Line line = present;
        if (line == null) {
            present = next == null ? connect() : next;
            next = null;
            flush(present);
            return;
        }
        if (line.client.isClosed() && isRead(line)) {
            reconnected.incrementAndGet();
            present = null;
            return;
        }
        if (line.told && next == null) {
            next = connect();
        }
        hear(line, true);
        Line taking = next;
        if (taking != null) {
            hear(taking, false);
            if (hasComeTo(taking)) {
                leave(line);
                present = taking;
                next = null;
                overlapped.incrementAndGet();
            }
        }
    }

    private Line connect() throws IOException, InterruptedException {
        Line line = new Line(StreamClient.connect(api.gateway(), api.token(identity)));
        line.client.subscribe("status", "/topic/status");
        line.client.subscribe(
                queue, queue, "resume-seq", Long.toString(last(queue).seq()));
        for (String topic : topics) {
            line.client.subscribe(topic, topic);
        }
        return line;
    }

    private static boolean isRead(Line line) {
        return line.early.isEmpty() && line.client.isDrained();
    }

    private void hear(Line line, boolean isPresent) throws InterruptedException {
        for (Frame frame = line.client.next(WAIT); frame != null; frame = line.client.next(Duration.ZERO)) {
            String subscription = frame.header("subscription");
            if (subscription.equals("status")) {
                line.told |=
                        JSON.readTree(frame.body()).path("type").asString("").equals("drain");
            } else if (frame.command().equals("MESSAGE")) {
                hear(line, subscription, frame, isPresent);
            }
        }
    }

    private void hear(Line line, String stream, Frame frame, boolean isPresent) {
        Place place = place(frame);
        Place before = line.heard.put(stream, place);
        boolean announced = frame.header("type").equals("snapshot");
        // A socket that takes over has its say once the old one has come to where it began.
        boolean ahead = !isPresent && before == null && announced && place.compareTo(last(stream)) > 0;
        List<Frame> waiting = line.early.get(stream);
        if (waiting != null) {
            waiting.add(frame);
        } else if (ahead) {
            line.early.put(stream, new ArrayList<>(List.of(frame)));
        } else {
            take(stream, frame);
        }
    }

    /** True when nothing of the old socket is needed any more. */
    private boolean hasComeTo(Line taking) {
        if (!taking.heard.keySet().containsAll(topics)) {
            return false;
        }
        for (String topic : topics) {
            List<Frame> waiting = taking.early.get(topic);
            if (waiting != null && place(waiting.getFirst()).compareTo(last(topic)) > 0) {
                return false;
            }
        }
        flush(taking);
        return true;
    }

    private void flush(Line line) {
        line.early.forEach((stream, frames) -> frames.forEach(frame -> take(stream, frame)));
        line.early.clear();
    }

    /** Dedupes, and looks for gaps. */
    private synchronized void take(String stream, Frame frame) {
        Place place = place(frame);
        Place before = last(stream);
        if (frame.header("type").equals("reset")) {
            violations.add("%s: reset after %s".formatted(stream, before));
            return;
        }
        if (place.compareTo(before) <= 0) {
            return;
        }
        String conflated = frame.header("conflated");
        long missed = conflated.isEmpty() ? 0 : Long.parseLong(conflated);
        boolean gap = place.epoch() == before.epoch() && place.seq() > before.seq() + 1 + missed;
        if (gap && !frame.header("type").equals("snapshot")) {
            violations.add("%s: %s after %s, %d conflated".formatted(stream, place, before, missed));
        }
        last.put(stream, place);
        if (stream.equals(queue)) {
            events.add(place);
        }
    }

    private synchronized Place last(String stream) {
        return last.getOrDefault(stream, new Place(0, 0));
    }

    private static Place place(Frame frame) {
        String epoch = frame.header("epoch");
        String seq = frame.header("seq");
        return new Place(epoch.isEmpty() ? 0 : Long.parseLong(epoch), seq.isEmpty() ? 0 : Long.parseLong(seq));
    }

    private static void leave(@Nullable Line line) {
        if (line != null) {
            line.client.close();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
