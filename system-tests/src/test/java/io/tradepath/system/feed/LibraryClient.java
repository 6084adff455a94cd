package io.tradepath.system.feed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that uses a STOMP library as an app does: it subscribes to all its destinations, connects again when its
 * socket is lost, and resumes private queues behind what it has.
 */
abstract class LibraryClient implements AutoCloseable {
    private final LinkedBlockingQueue<Said> said = new LinkedBlockingQueue<>();

    /** The libraries, as they come from npm and Maven. */
    enum Library {
        STOMPJS,
        WEBSTOMP,
        SPRING
    }

    /**
     * Connects to the port on loopback.
     *
     * @param gateway which Spring's client, that says where it comes from as browsers do, comes from
     */
    static LibraryClient open(Library library, Path npm, URI gateway, int port, String token, List<String> destinations)
            throws IOException {
        String url = "ws://localhost:" + port + "/feed/stomp";
        return switch (library) {
            case STOMPJS -> new NodeClient(npm, "stompjs", url, token, destinations);
            case WEBSTOMP -> new NodeClient(npm, "webstomp", url, token, destinations);
            case SPRING -> new SpringClient(url, gateway, token, destinations);
        };
    }

    final void say(Said something) {
        said.add(something);
    }

    /** What it says next, or null where it says nothing within {@code max}. */
    final @Nullable Said next(Duration max) throws InterruptedException {
        return said.poll(max.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it says next of this kind; the rest is passed over. */
    final <T extends Said> T await(Class<T> kind, Duration max) throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        Said last = null;
        while (true) {
            Said next = next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (next == null) {
                throw new AssertionError("no %s within %s; the last was %s".formatted(kind.getSimpleName(), max, last));
            }
            if (kind.isInstance(next)) {
                return kind.cast(next);
            }
            last = next;
        }
    }

    @Override
    public abstract void close();
}
