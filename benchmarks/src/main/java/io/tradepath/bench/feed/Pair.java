package io.tradepath.bench.feed;

import io.tradepath.bench.FreePort;
import io.tradepath.bench.PinnedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server on one core and its load client on the other. */
final class Pair implements AutoCloseable {
    private static final int SETTLE_SECONDS_MAX = 90;
    /** Java's queue of connections that are not accepted yet has 50 places where nobody asks for more. */
    private static final int TURN = 25;

    private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");
    private static final List<String> HEAP_AS_NEEDED =
            List.of("-Xms64m", "-Xmx1g", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

    private final String name;
    private final int instruments;
    private final PinnedJvm server;
    private final PinnedJvm client;

    private Pair(String name, int instruments, PinnedJvm server, PinnedJvm client) {
        this.name = name;
        this.instruments = instruments;
        this.server = server;
        this.client = client;
    }

    /**
     * Starts both, without connections.
     *
     * @param name {@code tradepath}, {@code spring} or {@code nats}
     * @param population {@code like}, all with the same subscriptions, or {@code own}
     * @param nats the folder of nats-server's program; null for the others
     */
    static Pair start(String name, String population, int instruments, @Nullable Path nats) throws IOException {
        return start(HEAP, name, population, instruments, nats);
    }

    /** The feed, in a heap that is no larger than what it holds after a collection. */
    static Pair startSmall(String population, int instruments) throws IOException {
        return start(HEAP_AS_NEEDED, "tradepath", population, instruments, null);
    }

    private static Pair start(
            List<String> options, String name, String population, int instruments, @Nullable Path nats)
            throws IOException {
        String port = Integer.toString(FreePort.any());
        List<String> arguments = new ArrayList<>(List.of(name, port, Integer.toString(instruments)));
        if (nats != null) {
            arguments.add(nats.toString());
        }
        PinnedJvm server = PinnedJvm.start(0, options, ServerUnderTest.class, arguments.toArray(String[]::new));
        PinnedJvm client = PinnedJvm.start(
                1, LoadClient.class, nats == null ? "stomp" : "nats", port, population, Integer.toString(instruments));
        return new Pair(name, instruments, server, client);
    }

    String name() {
        return name;
    }

    /** Milliseconds until as many more clients are connected, all at once. */
    long open(int clients) throws IOException {
        return Long.parseLong(client.ask("open " + clients));
    }

    /** Milliseconds from the last {@link #open} until each client has an update of each subscription, or -1. */
    long served() throws IOException {
        return Long.parseLong(client.ask("served"));
    }

    /** As many more clients connect, few at a time, so that none finds a queue full. */
    void openInTurns(int clients) throws IOException {
        for (int left = clients; left > 0; left -= TURN) {
            open(Math.min(TURN, left));
        }
    }

    void closeAll() throws IOException {
        client.ask("close");
    }

    /** So many clients stop reading. */
    void stall(int clients) throws IOException {
        client.ask("stall " + clients);
    }

    /** Ticks a second that each client gets over its subscriptions. */
    void rate(int perClient) throws IOException {
        server.ask("rate " + (long) perClient * instruments / LoadClient.SUBSCRIPTIONS);
    }

    /** CPU nanoseconds, bytes allocated, ticks published, bytes of heap in use. */
    long[] stats() throws IOException {
        return numbers(server.ask("stats"));
    }

    long serverBytes() throws IOException {
        return server.residentBytes();
    }

    void collectGarbage() throws IOException {
        server.ask("gc");
    }

    /** Delivered, passed over, wrong, closed, p50 and p99 in microseconds, milliseconds measured. */
    long[] measure(int seconds) throws IOException {
        return numbers(client.ask("measure " + seconds));
    }

    /** Waits until what is still on its way has come in, for a while, and has the heap collected. */
    void settle() throws IOException {
        for (int second = 0; second < SETTLE_SECONDS_MAX && measure(1)[0] > 0; second++) {
            // A backlog drains at its own pace.
        }
        collectGarbage();
    }

    private static long[] numbers(String answer) {
        return Arrays.stream(answer.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
