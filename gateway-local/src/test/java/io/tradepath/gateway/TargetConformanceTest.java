package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.forwardAll;
import static io.tradepath.gateway.Templates.withGroup;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.Health;
import io.tradepath.gateway.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TargetConformanceTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private static Map<String, Integer> spread(int port, int requests) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        try (RawClient client = new RawClient(port)) {
            for (int i = 0; i < requests; i++) {
                client.send(RawClient.request("GET", "/"));
                seen.merge(client.read().body(), 1, Integer::sum);
            }
        }
        return seen;
    }

    @Test
    @Conforms(item = 13, says = "round_robin, the default: each target in turn")
    void roundRobinGivesEachTargetItsTurn() throws IOException {
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                StubTarget b = StubTarget.start(StubTarget.says("b"));
                StubTarget c = StubTarget.start(StubTarget.says("c"));
                TestGateway gateway = TestGateway.of(forwardAll())
                        .target("A", a)
                        .target("A", b)
                        .target("A", c)
                        .start()) {
            assertThat(spread(gateway.port(), 30)).isEqualTo(Map.of("a", 10, "b", 10, "c", 10));
        }
    }

    @Test
    @Conforms(item = 13, says = "least_outstanding_requests: the target with the fewest under way, WebSockets counted")
    void leastOutstandingAvoidsTheBusyTarget() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (StubTarget slow = StubTarget.start(wire -> {
                    String head = wire.readHead();
                    if (head.contains("/slow")) {
                        awaitQuietly(release);
                    }
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nslow");
                });
                StubTarget fast = StubTarget.start(StubTarget.says("fast"));
                TestGateway gateway = TestGateway.of(withGroup("TargetGroupAttributes: [{Key:"
                                + " load_balancing.algorithm.type, Value: least_outstanding_requests}]"))
                        .target("A", slow)
                        .start()) {
            try (RawClient busy = new RawClient(gateway.port())) {
                busy.send(RawClient.request("GET", "/slow"));
                TestGateway.await(() -> gateway.target("A", slow).outstanding() == 1);
                gateway.gateway.register(new TargetSpec("A", "127.0.0.1", fast.port(), 0, false));
                gateway.awaitState("A", fast, Health.State.HEALTHY);
                assertThat(spread(gateway.port(), 20)).isEqualTo(Map.of("fast", 20));
                release.countDown();
                assertThat(busy.read().body()).isEqualTo("slow");
            }
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
    @Conforms(
            item = 13,
            says = "weighted_random: targets at random",
            note = "anomaly mitigation is not emulated, and said so at start")
    void weightedRandomSpreadsAtRandom() throws IOException {
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                StubTarget b = StubTarget.start(StubTarget.says("b"));
                TestGateway gateway = TestGateway.of(
                                withGroup(
                                        "TargetGroupAttributes: [{Key: load_balancing.algorithm.type, Value: weighted_random}]"))
                        .target("A", a)
                        .target("A", b)
                        .start()) {
            // 500 of 1000 expected; five standard deviations are 79
            assertThat(spread(gateway.port(), 1000).get("a")).isBetween(420, 580);
        }
    }

    @Test
    @Conforms(
            item = 13,
            says = "Slow start",
            state = Conforms.State.NOT_EMULATED,
            note = "said at start; a healthy target has its full share at once")
    void slowStartIsReportedAsNotEmulated() {
        assertThat(TemplateFaultsTest.read(
                                withGroup("TargetGroupAttributes: [{Key: slow_start.duration_seconds, Value: '60'}]"))
                        .findings()
                        .toString())
                .contains("slow start is not emulated");
    }

    @Test
    @Conforms(item = 14, says = "Health checks: GET with ELB's user agent, a connection each, never a WebSocket")
    void healthChecksAreGetsOfTheirOwn() throws IOException {
        ManualTime time = new ManualTime();
        List<String> checks = java.util.Collections.synchronizedList(new ArrayList<>());
        AtomicInteger connections = new AtomicInteger();
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                StubTarget health = StubTarget.start(wire -> {})) {
            try (java.net.ServerSocket checked =
                    new java.net.ServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress())) {
                Thread.ofVirtual().start(() -> answerChecks(checked, checks, connections));
                try (TestGateway gateway = TestGateway.of(
                                withGroup("HealthCheckPath: /ready\nMatcher: {HttpCode: '200-299'}"))
                        .time(time)
                        .target("A=" + a.address() + ",health=" + checked.getLocalPort())
                        .start()) {
                    assertThat(gateway.target("A", a).health().state()).isEqualTo(Health.State.HEALTHY);
                    time.advance(INTERVAL);
                    TestGateway.await(() -> connections.get() == 2);
                    assertThat(checks)
                            .allSatisfy(check -> assertThat(check)
                                    .startsWith("GET /ready HTTP/1.1\r\n")
                                    .contains("User-Agent: ELB-HealthChecker/2.0")
                                    .contains("Host: 127.0.0.1:" + checked.getLocalPort())
                                    .doesNotContainIgnoringCase("Upgrade:"));
                    assertThat(a.connections()).isZero();
                }
            }
            assertThat(health.connections()).isZero();
        }
    }

    private static void answerChecks(java.net.ServerSocket server, List<String> checks, AtomicInteger connections) {
        try {
            while (true) {
                try (java.net.Socket socket = server.accept()) {
                    StubTarget.Wire wire = new StubTarget.Wire(socket);
                    checks.add(wire.readHead());
                    wire.send("HTTP/1.1 204 No Content\r\n\r\n");
                    connections.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Test
    @Conforms(item = 14, says = "One success makes a new target healthy; thresholds count outcomes in a row")
    @Conforms(item = 15, says = "Target states initial, healthy, unhealthy, unused, draining, with ELB's reasons")
    void thresholdsCountOutcomesInARow() throws IOException {
        ManualTime time = new ManualTime();
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                TestGateway gateway = TestGateway.of(withGroup("UnhealthyThresholdCount: 3\nHealthyThresholdCount: 2"))
                        .time(time)
                        .target("A", a)
                        .target("B", a)
                        .start()) {
            assertThat(gateway.target("A", a).health().state()).isEqualTo(Health.State.HEALTHY);
            assertThat(gateway.target("B", a).health())
                    .satisfies(unused -> assertThat(unused.state()).isEqualTo(Health.State.UNUSED))
                    .satisfies(unused -> assertThat(unused.reason()).isEqualTo("Target.NotInUse"));
            a.healthStatus(500);
            nextCheck(gateway, time, a, 1);
            nextCheck(gateway, time, a, 2);
            assertThat(gateway.target("A", a).health().state()).isEqualTo(Health.State.HEALTHY);
            time.advance(INTERVAL);
            gateway.awaitState("A", a, Health.State.UNHEALTHY);
            assertThat(gateway.target("A", a).health().reason()).isEqualTo("Target.ResponseCodeMismatch");
            assertThat(gateway.target("A", a).health().description()).contains("[500]");
            a.healthStatus(200);
            nextCheck(gateway, time, a, 1);
            assertThat(gateway.target("A", a).health().state()).isEqualTo(Health.State.UNHEALTHY);
            time.advance(INTERVAL);
            gateway.awaitState("A", a, Health.State.HEALTHY);
        }
    }

    private static void nextCheck(TestGateway gateway, ManualTime time, StubTarget a, int inRow) {
        time.advance(INTERVAL);
        TestGateway.await(() -> gateway.target("A", a).health().inRow() == inRow);
    }

    @Test
    @Conforms(item = 14, says = "A check that is not answered in time fails, and one whose connection is refused")
    void silenceAndRefusalFailAHealthCheck() throws IOException {
        ManualTime time = new ManualTime();
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                java.net.ServerSocket silent =
                        new java.net.ServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress())) {
            try (TestGateway gateway = TestGateway.of(withGroup("HealthCheckTimeoutSeconds: 5"))
                    .time(time)
                    .target("A", a)
                    .start()) {
                gateway.gateway.register(new TargetSpec("A", "127.0.0.1", 1, silent.getLocalPort(), false));
                for (int i = 0; i < 2; i++) {
                    int failures = i;
                    TestGateway.await(() -> inRowOf(gateway, "127.0.0.1:1") == failures);
                    // the check is under way before its time runs out
                    silent.accept().getInputStream().read();
                    time.advance(Duration.ofSeconds(5));
                    TestGateway.await(() -> inRowOf(gateway, "127.0.0.1:1") != failures);
                    time.advance(Duration.ofSeconds(5));
                }
                assertThat(gateway.gateway.group("A").find("127.0.0.1:1"))
                        .satisfies(target -> assertThat(java.util.Objects.requireNonNull(target)
                                        .health()
                                        .reason())
                                .isEqualTo("Target.Timeout"));
                a.kill();
                TestGateway.await(() -> {
                    time.advance(INTERVAL);
                    return gateway.target("A", a).health().state() == Health.State.UNHEALTHY;
                });
                assertThat(gateway.target("A", a).health().reason()).isEqualTo("Target.FailedHealthChecks");
            }
        }
    }

    private static int inRowOf(TestGateway gateway, String address) {
        Health health = java.util.Objects.requireNonNull(
                        gateway.gateway.group("A").find(address))
                .health();
        return health.state() == Health.State.UNHEALTHY ? -1 : health.inRow();
    }

    @Test
    @Conforms(item = 16, says = "An unhealthy target gets nothing while another is healthy")
    @Conforms(
            item = 16,
            says = "With every target unhealthy all get traffic; with none registered 503",
            note = "targets in their first check count as unhealthy here; AWS does not say")
    void failsOpenWhenAllAreUnhealthy() throws IOException {
        ManualTime time = new ManualTime();
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                StubTarget b = StubTarget.start(StubTarget.says("b"));
                TestGateway gateway = TestGateway.of(forwardAll())
                        .time(time)
                        .target("A", a)
                        .target("A", b)
                        .start()) {
            a.healthStatus(500);
            nextCheck(gateway, time, a, 1);
            time.advance(INTERVAL);
            gateway.awaitState("A", a, Health.State.UNHEALTHY);
            assertThat(spread(gateway.port(), 10)).isEqualTo(Map.of("b", 10));
            b.healthStatus(500);
            nextCheck(gateway, time, b, 1);
            time.advance(INTERVAL);
            gateway.awaitState("A", b, Health.State.UNHEALTHY);
            assertThat(spread(gateway.port(), 10)).isEqualTo(Map.of("a", 5, "b", 5));
            gateway.gateway.group("A").deregister(a.address());
            gateway.gateway.group("A").deregister(b.address());
            assertThat(RawClient.get(gateway.port(), "/").status()).isEqualTo(503);
        }
    }

    @Test
    @Conforms(item = 15, says = "An answer of a draining target carries Connection: close")
    @Conforms(item = 17, says = "A draining target gets no new requests and finishes the one it has")
    void aDrainingTargetFinishesWhatItHas() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (StubTarget slow = StubTarget.start(wire -> {
                    String ignored = wire.readHead();
                    asked.countDown();
                    awaitQuietly(release);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                });
                StubTarget other = StubTarget.start(StubTarget.says("other"));
                TestGateway gateway =
                        TestGateway.of(forwardAll()).target("A", slow).start();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.request("GET", "/"));
            awaitQuietly(asked);
            gateway.gateway.register(new TargetSpec("A", "127.0.0.1", other.port(), 0, false));
            gateway.gateway.group("A").deregister(slow.address());
            assertThat(gateway.target("A", slow).health().reason()).isEqualTo("Target.DeregistrationInProgress");
            assertThat(spread(gateway.port(), 5)).isEqualTo(Map.of("other", 5));
            release.countDown();
            Answer answer = client.read();
            assertThat(answer.body()).isEqualTo("slow");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    @Conforms(item = 17, says = "After the deregistration delay what is still open is cut off")
    void theDeregistrationDelayEndsWhatIsStillOpen() throws IOException {
        ManualTime time = new ManualTime();
        CountDownLatch asked = new CountDownLatch(1);
        try (StubTarget slow = StubTarget.start(wire -> {
                    String ignored = wire.readHead();
                    asked.countDown();
                    int end = wire.read();
                    assertThat(end).isNegative();
                });
                TestGateway gateway = TestGateway.of(withGroup(
                                "TargetGroupAttributes: [{Key: deregistration_delay.timeout_seconds, Value: '20'}]"))
                        .time(time)
                        .target("A", slow)
                        .start();
                RawClient client = new RawClient(gateway.port())) {
            client.send(RawClient.request("GET", "/"));
            awaitQuietly(asked);
            gateway.gateway.group("A").deregister(slow.address());
            time.advance(Duration.ofSeconds(19));
            assertThat(gateway.gateway.group("A").targets()).hasSize(1);
            time.advance(Duration.ofSeconds(1));
            assertThat(client.isAtEnd()).isTrue();
            TestGateway.await(() -> gateway.gateway.group("A").targets().isEmpty());
        }
    }

    private static String sticky(String more) {
        return withGroup("TargetGroupAttributes: [{Key: stickiness.enabled, Value: 'true'}" + more + "]");
    }

    @Test
    @Conforms(item = 18, says = "lb_cookie: AWSALB and AWSALBCORS, 7 days, renewed on each answer, bind to a target")
    @Conforms(item = 18, says = "A cookie that cannot be read, has expired, or whose target is gone means a new target")
    void theLoadBalancersCookieBindsToATarget() throws IOException {
        ManualTime time = new ManualTime();
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                StubTarget b = StubTarget.start(StubTarget.says("b"));
                TestGateway gateway = TestGateway.of(
                                sticky(", {Key: stickiness.lb_cookie.duration_seconds, Value: '100'}"))
                        .time(time)
                        .target("A", a)
                        .target("A", b)
                        .start()) {
            Answer first = RawClient.get(gateway.port(), "/");
            assertThat(first.head())
                    .contains("Set-Cookie: AWSALBCORS=")
                    .contains("; Expires=Wed, 02 Dec 2026 10:00:00 GMT; Path=/; SameSite=None; Secure");
            String cookie = cookie(first);
            for (int i = 0; i < 10; i++) {
                Answer again = RawClient.get(gateway.port(), "/", "Cookie: " + cookie);
                assertThat(again.body()).isEqualTo(first.body());
                assertThat(cookie(again)).startsWith("AWSALB=");
            }
            assertThat(bodies(gateway.port(), "AWSALB=rubbish")).containsExactlyInAnyOrder("a", "b");
            time.advance(Duration.ofSeconds(101));
            assertThat(bodies(gateway.port(), cookie)).containsExactlyInAnyOrder("a", "b");
            String fresh = cookie(RawClient.get(gateway.port(), "/"));
            String bound =
                    RawClient.get(gateway.port(), "/", "Cookie: " + fresh).body();
            StubTarget gone = bound.equals("a") ? a : b;
            gateway.gateway.group("A").deregister(gone.address());
            assertThat(RawClient.get(gateway.port(), "/", "Cookie: " + fresh).body())
                    .isNotEqualTo(bound);
        }
    }

    private static List<String> bodies(int port, String cookie) throws IOException {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            bodies.add(RawClient.get(port, "/", "Cookie: " + cookie).body());
        }
        return bodies;
    }

    private static String cookie(Answer answer) {
        String line = String.valueOf(answer.header("Set-Cookie"));
        return line.substring(0, line.indexOf(';'));
    }

    @Test
    @Conforms(item = 18, says = "app_cookie: AWSALBAPP-0 follows the application's own cookie")
    void theApplicationsCookieBindsToATarget() throws IOException {
        StubTarget.Script logsIn = wire -> {
            while (true) {
                String head = wire.readHead();
                if (head.isEmpty()) {
                    return;
                }
                String own = Integer.toString(wire.socket().getLocalPort());
                String set = head.contains("/login") ? "Set-Cookie: SESSION=1; Path=/\r\n" : "";
                wire.send("HTTP/1.1 200 OK\r\n" + set + "Content-Length: " + own.length() + "\r\n\r\n" + own);
            }
        };
        try (StubTarget a = StubTarget.start(logsIn);
                StubTarget b = StubTarget.start(logsIn);
                TestGateway gateway = TestGateway.of(sticky(", {Key: stickiness.type, Value: app_cookie},"
                                + " {Key: stickiness.app_cookie.cookie_name, Value: SESSION}"))
                        .target("A", a)
                        .target("A", b)
                        .start()) {
            assertThat(RawClient.get(gateway.port(), "/").head()).doesNotContain("AWSALBAPP");
            Answer login = RawClient.get(gateway.port(), "/login");
            String line = login.head()
                    .lines()
                    .filter(l -> l.startsWith("Set-Cookie: AWSALBAPP-0="))
                    .findFirst()
                    .orElseThrow();
            String cookie = line.substring("Set-Cookie: ".length(), line.indexOf(';'));
            for (int i = 0; i < 10; i++) {
                assertThat(RawClient.get(gateway.port(), "/", "Cookie: SESSION=1; " + cookie)
                                .body())
                        .isEqualTo(login.body());
            }
        }
    }
}
