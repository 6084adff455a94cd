package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.path;
import static io.tradepath.gateway.Templates.rule;
import static io.tradepath.gateway.Templates.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.Metrics;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RecordConformanceTest {

    /** Splits a line into its fields, quoted ones whole. */
    static List<String> fields(String line) {
        Matcher matcher = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)").matcher(line);
        return matcher.results()
                .map(result -> result.group(1) != null ? result.group(1) : result.group(2))
                .toList();
    }

    @Test
    @Conforms(item = 30, says = "Access log: a line a request, in AWS's field order")
    void theAccessLogHasAwssFields() throws IOException {
        ManualTime time = new ManualTime();
        String rules = rule("R", 7, path("/a*"), Templates.forward("A"));
        try (StubTarget target = StubTarget.start(StubTarget.says("hello"));
                TestGateway gateway = TestGateway.of(
                                withRules(rules, Templates.forward("A").replaceFirst("^", "- ")))
                        .time(time)
                        .target("A", target)
                        .start()) {
            String request = RawClient.request("GET", "/a?q=1", "User-Agent: a \"quoted\" agent");
            RawClient.Answer answer = RawClient.once(gateway.port(), request);
            List<String> fields = fields(gateway.awaitLog(1).getFirst());
            assertThat(fields).hasSize(30);
            assertThat(fields.get(0)).isEqualTo("http");
            assertThat(fields.get(1)).isEqualTo("2026-11-25T10:00:00Z");
            assertThat(fields.get(2)).isEqualTo("app/LB/0000000000000000");
            assertThat(fields.get(3)).matches("127\\.0\\.0\\.1:\\d+");
            assertThat(fields.get(4)).isEqualTo(target.address());
            assertThat(fields.subList(5, 8)).containsExactly("0.000", "0.000", "0.000");
            assertThat(fields.subList(8, 10)).containsExactly("200", "200");
            assertThat(fields.get(10)).isEqualTo(Integer.toString(request.length()));
            assertThat(fields.get(11)).isEqualTo(Integer.toString(answer.head().length() + 5));
            assertThat(fields.get(12)).isEqualTo("GET http://test.local:" + gateway.port() + "/a?q=1 HTTP/1.1");
            assertThat(fields.get(13)).isEqualTo("a \\\"quoted\\\" agent");
            assertThat(fields.subList(14, 16)).containsExactly("-", "-");
            assertThat(fields.get(16)).contains(":targetgroup/A/");
            assertThat(fields.get(17)).startsWith("Root=1-");
            assertThat(fields.subList(18, 20)).containsExactly("-", "-");
            assertThat(fields.get(20)).isEqualTo("7");
            assertThat(fields.get(21)).isEqualTo("2026-11-25T10:00:00Z");
            assertThat(fields.subList(22, 25)).containsExactly("forward", "-", "-");
            assertThat(fields.subList(25, 27)).containsExactly(target.address(), "200");
            assertThat(fields.subList(27, 29)).containsExactly("Compliant", "Compliant");
            assertThat(fields.get(29)).startsWith("TID_");
        }
    }

    @Test
    @Conforms(item = 30, says = "A WebSocket is one line, at close; health checks are not logged")
    void aWebSocketIsOneLineAtItsClose() throws IOException {
        try (StubTarget target = StubTarget.start(wire -> {
                    String ignored = wire.readHead();
                    wire.send(Frames.SWITCHING);
                    int end = wire.read();
                    assertThat(end).isNegative();
                });
                TestGateway gateway = TestGateway.of(Templates.forwardAll())
                        .target("A", target)
                        .start()) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(Frames.UPGRADE);
                assertThat(client.read().status()).isEqualTo(101);
                assertThat(gateway.accessLog).isEmpty();
            }
            assertThat(gateway.awaitLog(1)).hasSize(1);
            assertThat(gateway.accessLog.peek()).startsWith("ws ").contains(" 101 101 ");
        }
    }

    @Test
    @Conforms(item = 31, says = "Metrics under CloudWatch's names")
    void metricsHaveCloudWatchsNames() throws IOException, InterruptedException {
        String rules =
                rule("R", 1, path("/a"), Templates.forward("A")) + rule("S", 2, path("/b"), Templates.forward("B"));
        try (StubTarget target = StubTarget.start(StubTarget.says("hello"));
                TestGateway gateway =
                        TestGateway.of(withRules(rules)).target("A", target).start()) {
            assertThat(RawClient.get(gateway.port(), "/a").status()).isEqualTo(200);
            assertThat(RawClient.get(gateway.port(), "/b").status()).isEqualTo(503);
            assertThat(RawClient.get(gateway.port(), "/c").status()).isEqualTo(404);
            Metrics metrics = gateway.gateway.metrics().values().iterator().next();
            TestGateway.await(() -> metrics.active() == 0);
            assertThat(metrics.values())
                    .containsEntry("RequestCount", 1.0)
                    .containsEntry("HTTPCode_Target_2XX_Count", 1.0)
                    .containsEntry("HTTPCode_ELB_503_Count", 1.0)
                    .containsEntry("HTTPCode_ELB_5XX_Count", 1.0)
                    .containsEntry("HTTP_Fixed_Response_Count", 1.0)
                    .containsEntry("NewConnectionCount", 3.0)
                    .containsEntry("ActiveConnectionCount", 0.0)
                    .containsKeys("TargetResponseTime", "ProcessedBytes", "TargetConnectionErrorCount");
            String text =
                    ManagementTest.get(gateway.managementPort(), "/metrics").body();
            assertThat(text)
                    .contains("RuleEvaluations{LoadBalancer=\"LB\"} 6\n")
                    .contains("HealthyHostCount{TargetGroup=\"A\"} 1\n")
                    .contains("UnHealthyHostCount{TargetGroup=\"B\"} 0\n");
        }
    }
}
