package io.tradepath.bench.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A server on one core and its load client on the other. */
final class Pair implements AutoCloseable {
    private static final int CLIENTS = 1_000;
    private static final int SETTLE_SECONDS_MAX = 90;

    private final String name;
    private final int instruments;
    private final Child server;
    private final Child client;

    private static final class Child {
        private final Process process;
        private final Writer to;
        private final BufferedReader from;

        Child(int core, List<String> arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    "taskset",
                    "-c",
                    Integer.toString(core),
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms1g",
                    "-Xmx1g",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path")));
            command.addAll(arguments);
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
            from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            await("ready");
        }

        void await(String word) throws IOException {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                if (line.equals(word)) {
                    return;
                }
            }
            throw new IOException("a process of the benchmark has ended");
        }

        String ask(String command) throws IOException {
            to.write(command + "\n");
            to.flush();
            String answer = from.readLine();
            if (answer == null) {
                throw new IOException("a process of the benchmark has ended");
            }
            return answer;
        }
    }

    private Pair(String name, int instruments, Child server, Child client) {
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
        Child server = new Child(
                0,
                List.of(ServerUnderTest.class.getName(), name, Integer.toString(port), Integer.toString(instruments)));
        Child client = new Child(
                1,
                List.of(
                        LoadClient.class.getName(),
                        Integer.toString(port),
                        Integer.toString(CLIENTS),
                        population,
                        Integer.toString(instruments)));
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
        client.process.destroy();
        server.process.destroy();
    }
}
