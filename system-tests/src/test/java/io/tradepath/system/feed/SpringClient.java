package io.tradepath.system.feed;

import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;
import org.springframework.web.socket.messaging.WebSocketStompClient;
import tools.jackson.databind.json.JsonMapper;

/** Spring's {@link WebSocketStompClient}, which leaves connecting again to the app. */
final class SpringClient extends LibraryClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
    private static final long HEARTBEAT_MS = 10_000;

    private final String url;
    private final URI origin;
    private final String token;
    private final List<String> destinations;
    private final WebSocketStompClient client;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile @Nullable StompSession session;
    private volatile boolean closing;

    SpringClient(String url, URI origin, String token, List<String> destinations) {
        this.url = url;
        this.origin = origin;
        this.token = token;
        this.destinations = List.copyOf(destinations);
        scheduler.initialize();
        client = new WebSocketStompClient(new Listening(new StandardWebSocketClient()));
        client.setTaskScheduler(scheduler);
        client.setDefaultHeartbeat(new long[] {HEARTBEAT_MS, HEARTBEAT_MS});
        connect();
    }

    private void connect() {
        StompHeaders headers = new StompHeaders();
        headers.add("Authorization", "Bearer " + token);
        headers.setAcceptVersion("1.2");
        WebSocketHttpHeaders handshake = new WebSocketHttpHeaders();
        handshake.setOrigin(origin.toString());
        CompletableFuture<StompSession> _ = client.connectAsync(url, handshake, headers, new App());
    }

    @Override
    public void close() {
        closing = true;
        StompSession open = session;
        if (open != null && open.isConnected()) {
            open.disconnect();
        }
        client.stop();
        scheduler.shutdown();
    }

    private final class App extends StompSessionHandlerAdapter {
        private final AtomicBoolean lost = new AtomicBoolean();

        @Override
        public void afterConnected(StompSession connected, StompHeaders headers) {
            session = connected;
            int connection = connections.incrementAndGet();
            say(new Said.Connected(connection));
            for (String destination : destinations) {
                StompHeaders subscribe = new StompHeaders();
                subscribe.setDestination(destination);
                if (destination.startsWith("/queue/")) {
                    subscribe.add("resume-seq", Long.toString(last.getOrDefault(destination, 0L)));
                }
                connected.subscribe(subscribe, new Messages(connection, destination));
            }
        }

        @Override
        public void handleException(
                StompSession in,
                @Nullable StompCommand command,
                StompHeaders headers,
                byte[] payload,
                Throwable exception) {
            throw new IllegalStateException("in " + command, exception);
        }

        /** Spring says it twice of a socket that ends by an error: of the error, and of the end. */
        @Override
        public void handleTransportError(StompSession in, Throwable exception) {
            if (!closing && !lost.getAndSet(true)) {
                say(new Said.Lost(exception.toString()));
                ScheduledFuture<?> _ = scheduler.schedule(
                        SpringClient.this::connect, Instant.now().plus(RECONNECT_AFTER));
            }
        }
    }

    private final class Messages implements StompFrameHandler {
        private final int connection;
        private final String destination;

        Messages(int connection, String destination) {
            this.connection = connection;
            this.destination = destination;
        }

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            long seq = number(headers, "seq");
            last.put(destination, seq);
            say(new Said.Message(
                    connection,
                    destination,
                    Objects.requireNonNullElse(headers.getFirst("type"), ""),
                    number(headers, "epoch"),
                    seq,
                    number(headers, "conflated"),
                    JSON.readTree((byte[]) Objects.requireNonNull(payload))));
        }
    }

    private static long number(StompHeaders headers, String name) {
        return Long.parseLong(Objects.requireNonNullElse(headers.getFirst(name), "0"));
    }

    /** Hears the heartbeats, which Spring's client keeps to itself. */
    private final class Listening implements WebSocketClient {
        private final WebSocketClient sockets;

        Listening(WebSocketClient sockets) {
            this.sockets = sockets;
        }

        @Override
        public CompletableFuture<WebSocketSession> execute(
                WebSocketHandler handler, String uriTemplate, @Nullable Object... uriVariables) {
            return sockets.execute(new Ear(handler), uriTemplate, uriVariables);
        }

        @Override
        public CompletableFuture<WebSocketSession> execute(
                WebSocketHandler handler, @Nullable WebSocketHttpHeaders headers, URI uri) {
            return sockets.execute(new Ear(handler), headers, uri);
        }
    }

    private final class Ear extends WebSocketHandlerDecorator {
        Ear(WebSocketHandler handler) {
            super(handler);
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession opened) throws Exception {
            super.afterConnectionEstablished(new WebSocketSessionDecorator(opened) {
                @Override
                public void sendMessage(WebSocketMessage<?> message) throws IOException {
                    hear(message, false);
                    super.sendMessage(message);
                }
            });
        }

        @Override
        public void handleMessage(WebSocketSession from, WebSocketMessage<?> message) throws Exception {
            hear(message, true);
            super.handleMessage(from, message);
        }

        private void hear(WebSocketMessage<?> message, boolean byServer) {
            if (message instanceof TextMessage text && text.getPayload().equals("\n")) {
                say(new Said.Heartbeat(byServer));
            }
        }
    }
}
