package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.path;
import static io.tradepath.gateway.Templates.rule;
import static io.tradepath.gateway.Templates.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.tradepath.alb.Health;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import org.junit.jupiter.api.Test;

class ManagementTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return send(port, "GET", path);
    }

    private static HttpResponse<String> send(int port, String method, String path)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void targetsAreRegisteredSeenAndDrained() throws Exception {
        try (StubTarget target = StubTarget.start(StubTarget.says("a"));
                TestGateway gateway = TestGateway.of(Templates.forwardAll()).start()) {
            int port = gateway.managementPort();
            assertThat(get(port, "/health").body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(get(port, "/targets/A").body()).isEqualTo("{\"targets\":[]}");
            assertThat(send(port, "PUT", "/targets/A/" + target.address() + "?health=" + target.port())
                            .statusCode())
                    .isEqualTo(200);
            gateway.awaitState("A", target, Health.State.HEALTHY);
            assertThat(get(port, "/targets/A").body())
                    .contains("\"target\":\"" + target.address() + "\",\"state\":\"healthy\",\"reason\":\"\"")
                    .contains("\"healthPort\":" + target.port());
            assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("a");
            assertThat(send(port, "DELETE", "/targets/A/" + target.address()).body())
                    .contains("\"state\":\"draining\",\"reason\":\"Target.DeregistrationInProgress\"");
            assertThat(get(port, "/targets/A/" + target.address()).body()).contains("\"state\":\"draining\"");
            assertThat(send(port, "PUT", "/targets/A/" + target.address()).body())
                    .contains("\"state\":\"initial\"");
        }
    }

    @Test
    void aNameStandsForItsAddresses() throws Exception {
        try (StubTarget target = StubTarget.start(StubTarget.says("named"));
                TestGateway gateway = TestGateway.of(Templates.forwardAll())
                        .target("A=dns:localhost:" + target.port())
                        .start()) {
            TestGateway.await(() -> gateway.gateway.group("A").find(target.address()) != null);
            gateway.awaitState("A", target, Health.State.HEALTHY);
            assertThat(RawClient.get(gateway.port(), "/").body()).isEqualTo("named");
        }
    }

    @Test
    void mistakesAreSaid() throws Exception {
        try (TestGateway gateway = TestGateway.of(Templates.forwardAll()).start()) {
            int port = gateway.managementPort();
            assertThat(send(port, "PUT", "/targets/Nobody/h:1").statusCode()).isEqualTo(404);
            assertThat(send(port, "PUT", "/targets/A/noport").statusCode()).isEqualTo(400);
            assertThat(send(port, "PUT", "/targets/A/h:1?health=x").statusCode())
                    .isEqualTo(400);
            assertThat(send(port, "DELETE", "/targets/A/h:1").statusCode()).isEqualTo(404);
            assertThat(send(port, "POST", "/health").statusCode()).isEqualTo(405);
            assertThat(get(port, "/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void thePageSaysWhyRulesDidNotMatch() throws Exception {
        String rules = rule("First", 1, path("/first"), Templates.answer("1"))
                + rule("Second", 2, path("/<second>"), Templates.answer("2"));
        try (TestGateway gateway = TestGateway.of(withRules(rules)).start()) {
            assertThat(RawClient.get(gateway.port(), "/<second>").body()).isEqualTo("2");
            String json = get(gateway.managementPort(), "/__alb/state.json").body();
            assertThat(state(json)).containsKeys("listeners", "targetGroups", "recent", "metrics");
            assertThat(json).contains("First (1): path-pattern is /<second>, not /first");
            String page = get(gateway.managementPort(), "/__alb/").body();
            assertThat(page)
                    .contains("First (1): path-pattern is /&lt;second&gt;, not /first")
                    .doesNotContain("<second>");
        }
    }

    private static java.util.Map<String, Object> state(String json) throws ParseException {
        return JSONObjectUtils.parse(json);
    }
}
