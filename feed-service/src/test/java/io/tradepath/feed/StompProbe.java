package io.tradepath.feed;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that says just what a test tells it, and keeps what it hears. */
final class StompProbe implements WebSocket.Listener, AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    StompProbe(int port) {
        socket = HTTP.newWebSocketBuilder()
                .subprotocols("v12.stomp")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/feed/stomp"), this)
                .join();
    }

    /** A probe whose CONNECT was answered. */
    static StompProbe connected(int port, String token) {
        StompProbe probe = new StompProbe(port);
        probe.send("CONNECT", "accept-version:1.2", "heart-beat:0,0", "Authorization:Bearer " + token);
        String answer = probe.frame();
        if (!answer.startsWith("CONNECTED")) {
            throw new AssertionError(answer);
        }
        return probe;
    }

    void send(String command, String... headers) {
        sendText(command + "\n" + String.join("\n", headers) + "\n\n\0");
    }

    void sendText(String frames) {
        socket.sendText(frames, true).join();
    }

    /** The next frame, without its NUL. */
    String frame() {
        String frame = poll(ANSWER_MAX);
        if (frame == null) {
            throw new AssertionError("no frame within " + ANSWER_MAX);
        }
        return frame;
    }

    @Nullable
    String poll(Duration max) {
        try {
            return frames.poll(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** The code that the server closed with. */
    int closeCode() {
        return closed.orTimeout(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS).join();
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    static String header(String frame, String name) {
        return frame.lines()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .map(line -> line.substring(name.length() + 1))
                .orElse("");
    }

    static String body(String frame) {
        return List.of(frame.split("\n\n", 2)).getLast();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            for (String frame : text.toString().split("\0", 0)) {
                if (!frame.isBlank()) {
                    frames.add(frame);
                }
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
