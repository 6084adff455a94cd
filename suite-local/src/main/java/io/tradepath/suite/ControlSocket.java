package io.tradepath.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a second {@code ./run} speaks to the supervisor: a socket in the file system, so that whoever may write to the
 * suite's folder may scale it and nobody else. One line is asked, and the answer is text whose last line is
 * {@code done} or {@code failed}.
 */
final class ControlSocket {
    private static final int REQUEST_BYTES_MAX = 256;
    /** What the systems allow the name of a socket is 104 to 108 bytes. */
    private static final int NAME_BYTES_MAX = 100;

    private static final String DONE = "done";
    private static final String FAILED = "failed";

    /** Does what a line asks for, and returns what is to be said about it. */
    interface Handler {
        String handle(String line) throws IOException, InterruptedException;
    }

    private final ServerSocketChannel server;
    private final Handler handler;

    private ControlSocket(ServerSocketChannel server, Handler handler) {
        this.server = server;
        this.handler = handler;
    }

    /** Serves one client after the other until the process ends. */
    static void open(Path state, Handler handler) throws IOException {
        Path socket = socket(state);
        Files.deleteIfExists(socket);
        socket.toFile().deleteOnExit();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ControlSocket control = new ControlSocket(server, handler);
        Thread.ofPlatform().name("control").daemon().start(control::accept);
    }

    /** In the state folder, unless that has too long a name. */
    private static Path socket(Path state) {
        Path socket = state.resolve("control.sock");
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX
                ? socket
                : Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve("tradepath-%08x.sock".formatted(state.hashCode()));
    }

    private void accept() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                String line = firstLine(Channels.newInputStream(client));
                String answer;
                try {
                    answer = handler.handle(line) + DONE;
                } catch (IOException | UserError e) {
                    answer = e.getMessage() + "\n" + FAILED;
                }
                Channels.newOutputStream(client).write((answer + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // That client has gone; the next one is served.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < REQUEST_BYTES_MAX; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /**
     * Sends a line to the supervisor of a folder.
     *
     * @return what it says
     * @throws UserError when there is none, or when it could not do what was asked
     */
    static String ask(Path state, String line) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket(state)));
            Channels.newOutputStream(channel).write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            String text = String.join("\n", in.lines().toList());
            if (text.endsWith(DONE)) {
                return text.substring(0, text.length() - DONE.length()).strip();
            }
            throw new UserError(
                    text.endsWith(FAILED)
                            ? text.substring(0, text.length() - FAILED.length()).strip()
                            : "The suite ended before it had done what was asked.");
        } catch (IOException e) {
            throw new UserError("No suite is running on " + state + ".");
        }
    }
}
