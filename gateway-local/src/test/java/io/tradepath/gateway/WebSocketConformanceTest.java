package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.answer;
import static io.tradepath.gateway.Templates.forwardAll;
import static io.tradepath.gateway.Templates.path;
import static io.tradepath.gateway.Templates.rule;
import static io.tradepath.gateway.Templates.withGroup;
import static io.tradepath.gateway.Templates.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.Health;
import io.tradepath.gateway.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketConformanceTest {

    /** A target that agrees to the upgrade and hands its end of the tunnel to the test. */
    private static final class Upgrading {
        private final LinkedBlockingQueue<StubTarget.Wire> wires = new LinkedBlockingQueue<>();
        private final CountDownLatch over = new CountDownLatch(1);

        StubTarget start() throws IOException {
            return StubTarget.start(wire -> {
                String ignored = wire.readHead();
                wire.send(Frames.SWITCHING);
                wires.add(wire);
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        StubTarget.Wire wire() {
            try {
                StubTarget.Wire wire = wires.poll(20, TimeUnit.SECONDS);
                if (wire == null) {
                    throw new AssertionError("no upgrade came");
                }
                return wire;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void end() {
            over.countDown();
        }
    }

    private static RawClient upgrade(int port) throws IOException {
        RawClient client = new RawClient(port);
        client.send(Frames.UPGRADE);
        assertThat(client.read().status()).isEqualTo(101);
        return client;
    }

    @Test
    @Conforms(
            item = 26,
            says =
                    "The upgrade goes to the target first; its 101 becomes the client's, subprotocol and extensions as it chose")
    void theTargetsAnswerToTheUpgradeIsTheClients() throws IOException {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (StubTarget target = StubTarget.start(wire -> {
                    String ignored = wire.readHead();
                    awaitQuietly(mayAnswer);
                    wire.send(Frames.SWITCHING);
                    int end = wire.read();
                    assertThat(end).isNegative();
                });
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start();
                RawClient client = new RawClient(gateway.port())) {
            client.send(Frames.UPGRADE);
            TestGateway.await(() -> target.heads().size() == 1);
            assertThat(client.in().available()).isZero();
            assertThat(target.heads().getFirst())
                    .contains("Upgrade: websocket", "Connection: upgrade")
                    .contains("Sec-WebSocket-Protocol: v10.stomp, v12.stomp")
                    .contains("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
            mayAnswer.countDown();
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo("v12.stomp");
            assertThat(answer.header("Sec-WebSocket-Extensions"))
                    .isEqualTo("permessage-deflate; server_no_context_takeover");
            assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Conforms(item = 26, says = "Any other answer to an upgrade is passed on as it is, body too")
    void aRefusedUpgradeIsPassedOn() throws IOException {
        try (StubTarget target = StubTarget.start(StubTarget.once(
                        "HTTP/1.1 403 No Entry\r\nX-Why: origin\r\n" + "Content-Length: 5\r\n\r\nnever"));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            Answer answer = RawClient.once(gateway.port(), Frames.UPGRADE);
            assertThat(answer.head()).startsWith("HTTP/1.1 403 No Entry\r\n").contains("X-Why: origin");
            assertThat(answer.body()).isEqualTo("never");
        }
    }

    @Test
    void anUpgradeToATargetThatIsAwayIs502() throws IOException {
        try (TestGateway gateway = TestGateway.of(forwardAll()).start()) {
            assertThat(RawClient.once(gateway.port(), Frames.UPGRADE).status()).isEqualTo(503);
            gateway.gateway.register(new TargetSpec("A", "127.0.0.1", 1, 0, false));
            assertThat(RawClient.once(gateway.port(), Frames.UPGRADE).status()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 127, 65_535, 65_536, 1_000_000, 16 * 1024 * 1024})
    @Conforms(item = 27, says = "Frames of any size pass unchanged in both directions (1 B to 16 MB)")
    void framesOfAnySizePass(int size) throws Exception {
        Upgrading upgrading = new Upgrading();
        byte[] payload = new byte[size];
        new SplittableRandom(size).nextBytes(payload);
        byte[] up = Frames.frame(true, Frames.BINARY, payload, true);
        byte[] down = Frames.frame(true, Frames.BINARY, payload, false);
        try (StubTarget target = upgrading.start();
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start();
                RawClient client = upgrade(gateway.port())) {
            StubTarget.Wire wire = upgrading.wire();
            exchange(client, wire, up, down);
            upgrading.end();
        }
    }

    /** Both ends write at once and read what the other wrote. */
    private static void exchange(RawClient client, StubTarget.Wire wire, byte[] up, byte[] down) throws Exception {
        CompletableFuture<byte[]> atTarget = reading(() -> Frames.readExactly(wire.in(), up.length));
        CompletableFuture<byte[]> atClient = reading(() -> Frames.readExactly(client.in(), down.length));
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                wire.send(down);
            } catch (IOException e) {
                atClient.completeExceptionally(e);
            }
        });
        client.send(up);
        assertThat(Arrays.equals(atTarget.get(30, TimeUnit.SECONDS), up)).isTrue();
        assertThat(Arrays.equals(atClient.get(30, TimeUnit.SECONDS), down)).isTrue();
        writer.join();
    }

    private interface Reading {
        byte[] read() throws IOException;
    }

    private static CompletableFuture<byte[]> reading(Reading reading) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(reading.read());
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Test
    @Conforms(
            item = 27,
            says = "Random frames, fragments, pings and pongs arrive byte-equal and in order in both directions")
    void randomFrameSequencesArriveByteEqual() throws Exception {
        long seed = Long.getLong("gateway.seed", System.nanoTime());
        System.out.println("random frame sequences, -Dgateway.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Upgrading upgrading = new Upgrading();
        try (StubTarget target = upgrading.start();
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = upgrade(gateway.port())) {
                    StubTarget.Wire wire = upgrading.wire();
                    exchange(client, wire, Frames.random(random, 60, true), Frames.random(random, 60, false));
                }
            }
            upgrading.end();
        }
    }

    @Test
    @Conforms(item = 27, says = "Every close code and its reason pass, in both directions")
    void everyCloseCodePasses() throws Exception {
        List<Integer> codes = IntStream.of(
                        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999)
                .boxed()
                .toList();
        Upgrading upgrading = new Upgrading();
        try (StubTarget target = upgrading.start();
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            for (int code : codes) {
                try (RawClient client = upgrade(gateway.port())) {
                    StubTarget.Wire wire = upgrading.wire();
                    byte[] down = Frames.close(code, "grund ä " + code, false);
                    byte[] up = Frames.close(code, "grund ä " + code, true);
                    exchange(client, wire, up, down);
                    wire.socket().close();
                    assertThat(client.isAtEnd()).isTrue();
                }
            }
            upgrading.end();
        }
    }

    @Test
    void bytesThatFollowTheUpgradeAtOnceReachTheTarget() throws Exception {
        Upgrading upgrading = new Upgrading();
        byte[] early = Frames.frame(true, Frames.TEXT, new byte[] {'h', 'i'}, true);
        try (StubTarget target = upgrading.start();
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start();
                RawClient client = new RawClient(gateway.port())) {
            byte[] head = Frames.UPGRADE.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            byte[] both = Arrays.copyOf(head, head.length + early.length);
            System.arraycopy(early, 0, both, head.length, early.length);
            client.send(both);
            assertThat(client.read().status()).isEqualTo(101);
            assertThat(Frames.readExactly(upgrading.wire().in(), early.length)).isEqualTo(early);
            upgrading.end();
        }
    }

    @Test
    @Conforms(
            item = 27,
            says = "What a target sent before it closed still arrives, and a peer that closes ends the other")
    void whatWasSentBeforeTheEndArrives() throws Exception {
        Upgrading upgrading = new Upgrading();
        byte[] last = Frames.frame(true, Frames.BINARY, new byte[3_000_000], false);
        try (StubTarget target = upgrading.start();
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start()) {
            try (RawClient client = upgrade(gateway.port())) {
                StubTarget.Wire wire = upgrading.wire();
                Thread.ofVirtual().start(() -> {
                    try {
                        wire.send(last);
                        wire.socket().close();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                assertThat(Arrays.equals(client.in().readAllBytes(), last)).isTrue();
            }
            RawClient client = upgrade(gateway.port());
            StubTarget.Wire wire = upgrading.wire();
            client.close();
            assertThat(wire.read()).isNegative();
            upgrading.end();
        }
    }

    @Test
    @Conforms(
            item = 27,
            says = "A side that does not read holds the other back: no more than a bounded amount is buffered")
    void aReaderThatStopsHoldsTheWriterBack() throws Exception {
        Upgrading upgrading = new Upgrading();
        try (StubTarget target = upgrading.start();
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start();
                RawClient client = upgrade(gateway.port())) {
            StubTarget.Wire wire = upgrading.wire();
            java.util.concurrent.atomic.AtomicLong written = new java.util.concurrent.atomic.AtomicLong();
            byte[] block = new byte[64 * 1024];
            int blocks = 64 * 1024;
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < blocks; i++) {
                        wire.send(block);
                        written.addAndGet(block.length);
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            // still when nothing more was taken for a while: sockets on both sides and the gateway are full
            long[] before = {-1};
            TestGateway.await(() -> {
                long now = written.get();
                java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
                boolean still = now == before[0] && now == written.get();
                before[0] = now;
                return still;
            });
            assertThat(written.get()).isLessThan(40L * 1024 * 1024);
            assertThat(client.in().readNBytes(1024 * 1024)).hasSize(1024 * 1024);
            client.socket().close();
            writer.join();
            upgrading.end();
        }
    }

    @Test
    @Conforms(item = 28, says = "Rules are looked at once, at the upgrade")
    void rulesAreLookedAtOnceAtTheUpgrade() throws Exception {
        Upgrading upgrading = new Upgrading();
        String rules = rule("Stomp", 1, path("/feed/stomp"), Templates.forward("A"))
                + rule("Other", 2, path("/*"), answer("other"));
        try (StubTarget target = upgrading.start();
                TestGateway gateway =
                        TestGateway.of(withRules(rules)).target("A", target).start();
                RawClient client = upgrade(gateway.port())) {
            byte[] request = RawClient.request("GET", "/other").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            client.send(request);
            assertThat(Frames.readExactly(upgrading.wire().in(), request.length))
                    .isEqualTo(request);
            upgrading.end();
        }
    }

    @Test
    @Conforms(
            item = 24,
            says = "The idle timeout closes a silent WebSocket; any byte in either direction counts",
            note = "pings count, as any frame; AWS does not say")
    void theIdleTimeoutClosesASilentWebSocket() throws Exception {
        ManualTime time = new ManualTime();
        Upgrading upgrading = new Upgrading();
        byte[] ping = Frames.frame(true, Frames.PING, new byte[0], false);
        try (StubTarget target = upgrading.start();
                TestGateway gateway = TestGateway.of(forwardAll())
                        .time(time)
                        .target("A", target)
                        .start();
                RawClient client = upgrade(gateway.port())) {
            StubTarget.Wire wire = upgrading.wire();
            for (int i = 0; i < 3; i++) {
                time.advance(Duration.ofSeconds(59));
                wire.send(ping);
                assertThat(Frames.readExactly(client.in(), ping.length)).isEqualTo(ping);
            }
            byte[] pong = Frames.frame(true, Frames.PONG, new byte[0], true);
            time.advance(Duration.ofSeconds(59));
            client.send(pong);
            assertThat(Frames.readExactly(wire.in(), pong.length)).isEqualTo(pong);
            time.advance(Duration.ofSeconds(60));
            assertThat(client.isAtEnd()).isTrue();
            assertThat(wire.read()).isNegative();
            upgrading.end();
        }
    }

    @Test
    void aTargetThatIsKilledEndsTheWebSocketWithoutACloseFrame() throws Exception {
        Upgrading upgrading = new Upgrading();
        try (StubTarget target = upgrading.start();
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", target).start();
                RawClient client = upgrade(gateway.port())) {
            StubTarget.Wire ignored = upgrading.wire();
            target.kill();
            assertThat(client.isAtEnd()).isTrue();
            assertThat(gateway.awaitLog(1).getFirst()).startsWith("ws ").contains(" 101 101 ");
            upgrading.end();
        }
    }

    @Test
    @Conforms(
            item = 17,
            says = "Open WebSockets of a draining target live until the deregistration delay ends, then are closed",
            note = "the client sees 1006; AWS does not say")
    void aDrainedTargetsWebSocketsEndWithTheDelay() throws Exception {
        ManualTime time = new ManualTime();
        Upgrading upgrading = new Upgrading();
        try (StubTarget target = upgrading.start();
                TestGateway gateway = TestGateway.of(withGroup(
                                "TargetGroupAttributes: [{Key: deregistration_delay.timeout_seconds, Value: '30'}]"))
                        .time(time)
                        .target("A", target)
                        .start();
                RawClient client = upgrade(gateway.port())) {
            StubTarget.Wire wire = upgrading.wire();
            gateway.gateway.group("A").deregister(target.address());
            assertThat(gateway.target("A", target).health().state()).isEqualTo(Health.State.DRAINING);
            time.advance(Duration.ofSeconds(29));
            byte[] text = Frames.frame(true, Frames.TEXT, new byte[] {'x'}, false);
            wire.send(text);
            assertThat(Frames.readExactly(client.in(), text.length)).isEqualTo(text);
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(503);
            time.advance(Duration.ofSeconds(1));
            assertThat(client.isAtEnd()).isTrue();
            assertThat(wire.read()).isNegative();
            upgrading.end();
        }
    }

    @Test
    @Conforms(item = 18, says = "A WebSocket stays on its target whatever the cookie")
    void aWebSocketIsSetUpOnceAndKeepsItsTarget() throws Exception {
        Upgrading upgrading = new Upgrading();
        try (StubTarget target = upgrading.start();
                StubTarget other = StubTarget.start(StubTarget.says("other"));
                TestGateway gateway = TestGateway.of(
                                withGroup("TargetGroupAttributes: [{Key: stickiness.enabled, Value: 'true'}]"))
                        .target("A", target)
                        .start();
                RawClient client = new RawClient(gateway.port())) {
            client.send(Frames.UPGRADE);
            Answer answer = client.read();
            assertThat(answer.header("Set-Cookie")).startsWith("AWSALB=");
            gateway.gateway.register(new TargetSpec("A", "127.0.0.1", other.port(), 0, false));
            gateway.awaitState("A", other, Health.State.HEALTHY);
            byte[] text = Frames.frame(
                    true, Frames.TEXT, "Cookie: AWSALB=x".getBytes(java.nio.charset.StandardCharsets.US_ASCII), true);
            client.send(text);
            assertThat(Frames.readExactly(upgrading.wire().in(), text.length)).isEqualTo(text);
            upgrading.end();
        }
    }
}
