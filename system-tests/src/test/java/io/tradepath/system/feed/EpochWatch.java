package io.tradepath.system.feed;

import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.client.StreamClient.Frame;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows instruments' quotes at one instance, connecting again whenever it has to, and keeps what must not be: a quote
 * that is not behind the one before it, and updates left out that were not counted.
 */
final class EpochWatch implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration END_MAX = Duration.ofSeconds(15);

    private final Api api;
    private final URI instance;
    private final List<String> instruments;
    private final List<String> violations = new ArrayList<>();
    private final TreeSet<Long> epochs = new TreeSet<>();
    private final Map<String, Place> last = new HashMap<>();
    private final Thread thread;
    private volatile boolean ending;

    private record Place(long epoch, long seq) {}

    private EpochWatch(Api api, URI instance, List<String> instruments) {
        this.api = api;
        this.instance = instance;
        this.instruments = instruments;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    static EpochWatch follow(Api api, URI instance, List<String> instruments) {
        EpochWatch watch = new EpochWatch(api, instance, instruments);
        watch.thread.start();
        return watch;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized List<Long> epochs() {
        return List.copyOf(epochs);
    }

    private void run() {
        while (!ending) {
            try (StreamClient client = StreamClient.connect(instance, api.token("trader-2"))) {
                for (String instrument : instruments) {
                    client.subscribe(instrument, "/topic/quotes." + instrument);
                }
                while (!ending && !client.isClosed()) {
                    take(client.next(WAIT));
                }
            } catch (IOException away) {
                pause();
            } catch (InterruptedException e) {
                break;
            }
        }
    }

    private synchronized void take(@Nullable Frame frame) {
        if (frame == null || !frame.command().equals("MESSAGE")) {
            return;
        }
        String instrument = frame.header("subscription");
        Place place = new Place(Long.parseLong(frame.header("epoch")), Long.parseLong(frame.header("seq")));
        Place before = last.put(instrument, place);
        epochs.add(place.epoch());
        if (before == null) {
            return;
        }
        boolean snapshot = frame.header("type").equals("snapshot");
        String conflated = frame.header("conflated");
        long missed = conflated.isEmpty() ? 0 : Long.parseLong(conflated);
        boolean behind = place.epoch() == before.epoch()
                ? place.seq() > before.seq() || (snapshot && place.seq() == before.seq())
                : place.epoch() > before.epoch();
        boolean counted = snapshot || place.epoch() != before.epoch() || place.seq() == before.seq() + 1 + missed;
        if (!behind || !counted) {
            violations.add("%s: %s %s after %s, %d conflated"
                    .formatted(instrument, frame.header("type"), place, before, missed));
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
        try {
            thread.join(END_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
