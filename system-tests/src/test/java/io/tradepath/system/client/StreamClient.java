package io.tradepath.system.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A STOMP 1.2 connection to the feed, frame by frame. */
public final class StreamClient implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final int FRAMES_MAX = 200_000;

    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>(FRAMES_MAX);
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private StreamClient(URI endpoint, HttpClient http) throws IOException, InterruptedException {
        try {
            socket = http.newWebSocketBuilder()
                    .subprotocols("v12.stomp")
                    .connectTimeout(CONNECT_MAX)
                    .buildAsync(endpoint, new Listener())
                    .get(CONNECT_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no WebSocket: " + e, e);
        }
    }

    /** A STOMP frame. */
    public record Frame(String command, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Opens a socket through the gateway and waits for CONNECTED. */
    public static StreamClient connect(URI gateway, String token) throws IOException, InterruptedException {
        URI endpoint = URI.create("ws://%s:%d/feed/stomp".formatted(gateway.getHost(), gateway.getPort()));
        StreamClient client = new StreamClient(endpoint, HttpClient.newHttpClient());
        client.send(
                "CONNECT",
                "",
                "accept-version",
                "1.2",
                "host",
                "tradepath",
                "heart-beat",
                "0,0",
                "Authorization",
                "Bearer " + token);
        Frame answer = client.next(CONNECT_MAX);
        if (answer == null || !answer.command().equals("CONNECTED")) {
            client.close();
            throw new IOException("not connected: " + answer);
        }
        return client;
    }

    public void subscribe(String id, String destination, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of("id", id, "destination", destination));
        all.addAll(List.of(headers));
        send("SUBSCRIBE", "", all.toArray(String[]::new));
    }

    /** Sends a frame; {@code headers} are names and values in turn. */
    public void send(String command, String body, String... headers) throws IOException {
        StringBuilder frame = new StringBuilder(command).append('\n');
        for (int i = 0; i < headers.length; i += 2) {
            frame.append(headers[i]).append(':').append(headers[i + 1]).append('\n');
        }
        frame.append('\n').append(body).append('\0');
        try {
            socket.sendText(frame, true).get(CONNECT_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The next frame, or null where none comes within {@code max}. */
    public @Nullable Frame next(Duration max) throws InterruptedException {
        return frames.poll(max.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** True when the socket has ended. */
    public boolean isClosed() {
        return closed.isDone();
    }

    /** True when no frame waits to be read. */
    public boolean isDrained() {
        return frames.isEmpty();
    }

    /** How the socket ended, such as {@code 1012 drained}. */
    public CompletableFuture<String> closed() {
        return closed;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void take(String text) {
        partial.append(text);
        for (int end = partial.indexOf("\0"); end >= 0; end = partial.indexOf("\0")) {
            String frame = partial.substring(0, end);
            partial.delete(0, end + 1);
            boolean taken = frames.offer(parse(frame.stripLeading()));
            if (!taken) {
                throw new IllegalStateException("more than %d frames are not read".formatted(FRAMES_MAX));
            }
        }
    }

    private static Frame parse(String frame) {
        int headersEnd = frame.indexOf("\n\n");
        String[] lines = frame.substring(0, headersEnd).split("\n", -1);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.putIfAbsent(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).replace("\\c", ":"));
        }
        return new Frame(lines[0], headers, frame.substring(headersEnd + 2));
    }

    private final class Listener implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            take(data.toString());
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode + " " + reason);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete("1006 " + error.getMessage());
        }
    }
}
