package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The feed in its profile {@code aws}, with moto as Elastic Load Balancing and ECS's two endpoints, the task's metadata and
 * the role's credentials, answered here. Kafka is away: it does not matter to a drain.
 */
class DrainInAwsTest {
    private static final String ADDRESS = "10.0.2.106";
    private static final Duration READY_MAX = Duration.ofSeconds(90);
    private static final Duration SEEN_MAX = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int SERVICE_RESTART = 1012;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port = freePort();
    private final HttpServer ecs;
    private final List<Process> processes = new ArrayList<>();
    private Path log = Path.of("feed.log");

    DrainInAwsTest() throws IOException {
        ecs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startEcs(@TempDir Path dir) {
        log = dir.resolve("feed.log");
        answer("/metadata", "{\"Networks\":[{\"NetworkMode\":\"awsvpc\",\"IPv4Addresses\":[\"" + ADDRESS + "\"]}]}");
        answer(
                "/credentials",
                "{\"AccessKeyId\":\"key\",\"SecretAccessKey\":\"secret\",\"Token\":\"token\","
                        + "\"Expiration\":\"2999-01-01T00:00:00Z\"}");
        ecs.start();
    }

    private void answer(String path, String body) {
        ecs.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private Process startMoto() throws IOException {
        String script = Project.home()
                .resolve("deployment-tests/src/test/python/target_group_in_moto.py")
                .toString();
        Process moto = new ProcessBuilder(
                        Python.having("flask"), "-W", "ignore", script, ADDRESS, Integer.toString(port))
                .redirectError(log.resolveSibling("moto.log").toFile())
                .start();
        processes.add(moto);
        return moto;
    }

    private static JsonNode said(Process moto) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(moto.getInputStream(), StandardCharsets.UTF_8));
        return JsonMapper.shared().readTree(output.readLine());
    }

    private Process startFeed(String elb, String targetGroupArn) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx384m",
                        "-jar",
                        Project.home()
                                .resolve("feed-service/target/feed-service-exec.jar")
                                .toString(),
                        "--server.address=127.0.0.1",
                        "--management.server.port=0",
                        "--tradepath.feed.drain.look-each=200ms",
                        "--tradepath.feed.drain.grace=1s",
                        "--tradepath.feed.drain.spread=1s")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPRING_PROFILES_ACTIVE",
                        "aws",
                        "SERVER_PORT",
                        Integer.toString(port),
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                        "127.0.0.1:1",
                        "TRADEPATH_FEED_TARGET_GROUP_ARN",
                        targetGroupArn,
                        "ECS_CONTAINER_METADATA_URI_V4",
                        ecsUrl("/metadata"),
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        ecsUrl("/credentials"),
                        "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2",
                        elb));
        Process feed = builder.start();
        processes.add(feed);
        return feed;
    }

    private String ecsUrl(String path) {
        return "http://127.0.0.1:" + ecs.getAddress().getPort() + path;
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(SEEN_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        ecs.stop(0);
    }

    @AfterAll
    static void closeClient() {
        HTTP.shutdownNow();
    }

    @Test
    void theFeedLeavesWhenItsTargetGroupDeregistersIt() throws Exception {
        Process moto = startMoto();
        JsonNode group = said(moto);
        Process feed =
                startFeed(group.get("endpoint").asString(), group.get("arn").asString());
        await(READY_MAX, () -> feed.isAlive() && takesSockets());
        Listening client = new Listening();
        connect(client).join();

        moto.getOutputStream().write('\n');
        moto.getOutputStream().flush();

        await(SEEN_MAX, () -> !takesSockets());
        Throwable refused = catchThrowable(() -> connect(new Listening()).join());
        assertThat(refused)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        answered ->
                                assertThat(answered.getResponse().statusCode()).isEqualTo(503));
        assertThat(client.closed.get(SEEN_MAX.toSeconds(), TimeUnit.SECONDS)).isEqualTo(SERVICE_RESTART);
        assertThat(Files.readString(log)).contains("Draining").doesNotContain("target health is not known");
    }

    private CompletableFuture<WebSocket> connect(WebSocket.Listener listener) {
        return HTTP.newWebSocketBuilder()
                .subprotocols("v12.stomp")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/feed/stomp"), listener);
    }

    private boolean takesSockets() {
        try {
            connect(new Listening()).join().abort();
            return true;
        } catch (RuntimeException notNow) {
            return false;
        }
    }

    private void await(Duration max, BooleanSupplier condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + max + ":\n" + Files.readString(log));
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Keeps the code with which its socket was closed. */
    private static final class Listening implements WebSocket.Listener {
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
