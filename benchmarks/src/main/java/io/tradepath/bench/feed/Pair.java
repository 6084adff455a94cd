package io.tradepath.bench.feed;

import io.tradepath.bench.PinnedJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;

/** A server on one core and its load client on the other. */
final class Pair implements AutoCloseable {
    private static final int CLIENTS = 1_000;
    private static final int SETTLE_SECONDS_MAX = 90;

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

    static Pair start(String name, String population, int instruments) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PinnedJvm server =
                PinnedJvm.start(0, ServerUnderTest.class, name, Integer.toString(port), Integer.toString(instruments));
        PinnedJvm client = PinnedJvm.start(
                1,
                LoadClient.class,
                Integer.toString(port),
                Integer.toString(CLIENTS),
                population,
                Integer.toString(instruments));
        return new Pair(name, instruments, server, client);
    }

    String name() {
        return name;
    }

    /** Ticks a second that each client gets over its four instruments. */
    void rate(int perClient) throws IOException {
        server.ask("rate " + (long) perClient * instruments / 4);
    }

    long[] stats() throws IOException {
        return numbers(server.ask("stats"));
    }

    long[] measure(int seconds) throws IOException {
        return numbers(client.ask("measure " + seconds));
    }

    /** Waits until what is still on its way has come in, for a while, and has the heap collected. */
    void settle() throws IOException {
        for (int second = 0; second < SETTLE_SECONDS_MAX && measure(1)[0] > 0; second++) {
            // A backlog drains at its own pace.
        }
        server.ask("gc");
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
