package io.tradepath.system.journey;

import io.tradepath.system.client.Api;
import io.tradepath.system.client.StreamClient;
import io.tradepath.system.client.StreamClient.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that follows quotes and leaves an instance as it is asked to: at the drain notice it opens its next socket, and
 * it reads on from the old one until that is closed. It writes down whatever it was not told before.
 */
final class QuoteFollower implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Duration END_MAX = Duration.ofSeconds(10);

    private final Api api;
    private final String identity;
    private final List<String> violations = new ArrayList<>();
    private final AtomicLong quotes = new AtomicLong();
    private final AtomicLong moves = new AtomicLong();
    private final Thread thread;
    private Connection current;
    private volatile boolean ending;

    /** A socket, and what was heard on it. */
    private static final class Connection {
        private final StreamClient client;
        private boolean noticed;
        private long epoch;
        private long seq;

        Connection(StreamClient client) {
            this.client = client;
        }
    }

    private QuoteFollower(Api api, String identity) throws IOException, InterruptedException {
        this.api = api;
        this.identity = identity;
        this.current = open();
        this.thread = Thread.ofVirtual().name("follower").unstarted(this::run);
    }

    /** Connects; follows when this returns. */
    static QuoteFollower follow(Api api, String identity) throws IOException, InterruptedException {
        QuoteFollower follower = new QuoteFollower(api, identity);
        follower.thread.start();
        return follower;
    }

    /** How many quotes it has heard, on whichever socket. */
    long quotes() {
        return quotes.get();
    }

    /** How often it has changed instances, at a notice that a close followed. */
    long moves() {
        return moves.get();
    }

    List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    private Connection open() throws IOException, InterruptedException {
        StreamClient client = StreamClient.connect(api.gateway(), api.token(identity));
        client.subscribe("quotes", "/topic/quotes.EUR_USD");
        client.subscribe("status", "/topic/status");
        return new Connection(client);
    }

    private void run() {
        @Nullable Connection leaving = null;
        try {
            while (!ending) {
                boolean told = current.noticed;
                hear(current);
                if (current.noticed && !told) {
                    if (leaving != null) {
                        violate("a second notice before the first instance has closed its socket");
                    }
                    leaving = current;
                    current = open();
                }
                if (leaving != null) {
                    hear(leaving);
                    leaving = closedAsTold(leaving) ? null : leaving;
                }
                if (current.client.isClosed()) {
                    violate("closed without a notice: "
                            + current.client.closed().join());
                    return;
                }
            }
        } catch (IOException refused) {
            violate("no socket: " + refused);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            current.client.close();
            if (leaving != null) {
                leaving.client.close();
            }
        }
    }

    private boolean closedAsTold(Connection leaving) {
        if (!leaving.client.isClosed()) {
            return false;
        }
        String how = Objects.requireNonNull(leaving.client.closed().join());
        if (how.startsWith("1012 ")) {
            moves.incrementAndGet();
        } else {
            violate("not closed with 1012 after its notice: " + how);
        }
        return true;
    }

    private void hear(Connection connection) throws InterruptedException {
        Frame frame = connection.client.next(WAIT);
        if (frame == null) {
            return;
        }
        if (frame.command().equals("ERROR")) {
            violate("an error: " + frame.body());
        } else if (frame.header("subscription").equals("status")) {
            connection.noticed |=
                    JSON.readTree(frame.body()).path("type").asString("").equals("drain");
        } else if (frame.header("subscription").equals("quotes")) {
            heardQuote(connection, frame);
        }
    }

    private void heardQuote(Connection connection, Frame quote) {
        long epoch = Long.parseLong(quote.header("epoch"));
        long seq = Long.parseLong(quote.header("seq"));
        boolean later = epoch > connection.epoch || (epoch == connection.epoch && seq > connection.seq);
        if (!later) {
            violate("quote %d/%d after %d/%d".formatted(epoch, seq, connection.epoch, connection.seq));
        }
        connection.epoch = epoch;
        connection.seq = seq;
        quotes.incrementAndGet();
    }

    private void violate(String what) {
        synchronized (violations) {
            violations.add(what);
        }
    }

    @Override
    public void close() {
        ending = true;
        try {
            if (!thread.join(END_MAX)) {
                throw new AssertionError("a follower does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
