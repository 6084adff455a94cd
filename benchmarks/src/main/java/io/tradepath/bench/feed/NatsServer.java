package io.tradepath.bench.feed;

import io.tradepath.bench.FreePort;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code nats-server} with a WebSocket listener, a child of the process that publishes to it. */
final class NatsServer {
    private static final String MODULE = "github.com/nats-io/nats-server/v2@v2.15.0";
    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final Duration INSTALL_MAX = Duration.ofMinutes(10);
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    private final Process process;
    private final Socket socket;

    private NatsServer(Process process, Socket socket) {
        this.process = process;
        this.socket = socket;
    }

    /**
     * Builds the server by {@code go install}, unless that has been done.
     *
     * @return its folder, or null where there is no Go or it could not be built
     */
    static @Nullable Path install(Path home) throws IOException, InterruptedException {
        Path folder = home.resolve("benchmarks/target/nats");
        if (Files.isExecutable(folder.resolve("nats-server"))) {
            return folder;
        }
        Files.createDirectories(folder);
        ProcessBuilder go = new ProcessBuilder("go", "install", MODULE)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("install.log").toFile());
        go.environment().put("GOBIN", folder.toString());
        try {
            Process install = go.start();
            if (!install.waitFor(INSTALL_MAX.toSeconds(), TimeUnit.SECONDS)) {
                install.destroyForcibly();
                return null;
            }
            return install.exitValue() == 0 ? folder : null;
        } catch (IOException noGo) {
            return null;
        }
    }

    /** Starts it on the core of this process, and connects as a publisher. */
    static NatsServer start(Path folder, int webSocketPort) throws IOException {
        int port = FreePort.any();
        Path configuration = folder.resolve("nats-" + webSocketPort + ".conf");
        Files.writeString(configuration, """
                host: 127.0.0.1
                port: %d
                websocket { host: 127.0.0.1, port: %d, no_tls: true }
                """.formatted(port, webSocketPort));
        Process process = new ProcessBuilder(
                        folder.resolve("nats-server").toString(), "--config", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nats-" + webSocketPort + ".log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return new NatsServer(process, connect(port));
    }

    private static Socket connect(int port) throws IOException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException notYet) {
                if (System.nanoTime() - begin > START_MAX.toNanos()) {
                    throw notYet;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    /** CPU time that the server has had. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Publishes a message and its headers with one write. */
    Ticks.Sink publisher() throws IOException {
        socket.setTcpNoDelay(true);
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
        write(
                out,
                "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"lang\":\"java\",\"version\":\"1\"}\r\n");
        out.flush();
        Thread.ofPlatform().name("nats").daemon().start(() -> answerPings(out));
        return (quote, body, due) -> {
            byte[] headers = ("NATS/1.0\r\nepoch:" + quote.epoch() + "\r\nseq:" + quote.seq()
                            + "\r\ntype:update\r\ndue:" + due + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            try {
                synchronized (out) {
                    write(
                            out,
                            "HPUB quotes." + quote.instrument() + " " + headers.length + " "
                                    + (headers.length + body.length) + "\r\n");
                    out.write(headers);
                    out.write(body);
                    write(out, "\r\n");
                    out.flush();
                }
            } catch (IOException e) {
                throw new IllegalStateException("nats-server is gone", e);
            }
        };
    }

    private void answerPings(OutputStream out) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("PING")) {
                    synchronized (out) {
                        write(out, "PONG\r\n");
                        out.flush();
                    }
                }
            }
        } catch (IOException gone) {
            // The process is ending, or the next message says so.
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
