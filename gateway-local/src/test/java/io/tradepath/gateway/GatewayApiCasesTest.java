package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.path;
import static io.tradepath.gateway.Templates.rule;
import static io.tradepath.gateway.Templates.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The cases of Kubernetes' Gateway API conformance suite that an Application Load Balancer's rules can express, each
 * written as the rules that its controller would make: more specific matches first. Names are those of the suite.
 */
class GatewayApiCasesTest {

    private StubTarget v1;
    private StubTarget v2;
    private StubTarget v3;

    @BeforeEach
    void start() throws IOException {
        v1 = StubTarget.start(StubTarget.says("infra-backend-v1"));
        v2 = StubTarget.start(StubTarget.says("infra-backend-v2"));
        v3 = StubTarget.start(StubTarget.says("infra-backend-v3"));
    }

    @AfterEach
    void stop() throws IOException {
        v1.close();
        v2.close();
        v3.close();
    }

    private TestGateway serving(String rules) throws IOException {
        return TestGateway.of(withRules(rules))
                .target("A", v1)
                .target("B", v2)
                .target("C", v3)
                .start();
    }

    private static String header(String name, String value) {
        return "{Field: http-header, HttpHeaderConfig: {HttpHeaderName: " + name + ", Values: ['" + value + "']}}";
    }

    private static void assertBody(TestGateway gateway, String expected, String path, String... headers)
            throws IOException {
        assertThat(RawClient.get(gateway.port(), path, headers).body())
                .as(path + List.of(headers))
                .isEqualTo(expected);
    }

    @Test
    void httpRouteSimpleSameNamespace() throws IOException {
        try (TestGateway gateway = serving(rule("R", 1, path("/*"), Templates.forward("A")))) {
            assertBody(gateway, "infra-backend-v1", "/");
        }
    }

    @Test
    void httpRouteExactPathMatching() throws IOException {
        String rules = rule("One", 1, path("/one"), Templates.forward("A"))
                + rule("Two", 2, path("/two"), Templates.forward("B"));
        try (TestGateway gateway = serving(rules)) {
            assertBody(gateway, "infra-backend-v1", "/one");
            assertBody(gateway, "infra-backend-v2", "/two");
            assertBody(gateway, "default", "/");
            assertBody(gateway, "default", "/one/example");
            assertBody(gateway, "default", "/two/");
            assertBody(gateway, "default", "/Two");
        }
    }

    @Test
    void httpRouteMatchingAcrossRoutesAndHostnames() throws IOException {
        String hosts = "{Field: host-header, Values: ['example.com', 'example.net']}";
        String rules = rule(
                        "V2",
                        1,
                        "{Field: host-header, Values: ['example.com']}," + path("/v2", "/v2/*"),
                        Templates.forward("B"))
                + rule("V1", 2, hosts, Templates.forward("A"));
        try (TestGateway gateway = serving(rules)) {
            assertBody(gateway, "infra-backend-v1", "/", "Host: example.com");
            assertBody(gateway, "infra-backend-v1", "/example", "Host: example.com");
            assertBody(gateway, "infra-backend-v1", "/example", "Host: example.net");
            assertBody(gateway, "infra-backend-v2", "/v2", "Host: example.com");
            assertBody(gateway, "infra-backend-v2", "/v2/example", "Host: example.com");
            assertBody(gateway, "infra-backend-v1", "/v2/", "Host: example.net");
            assertBody(gateway, "default", "/", "Host: other.test");
        }
    }

    @Test
    void httpRouteHeaderMatching() throws IOException {
        String rules =
                rule("Both", 1, header("Version", "two") + "," + header("Color", "orange"), Templates.forward("A"))
                        + rule("One", 2, header("Version", "one"), Templates.forward("A"))
                        + rule("Two", 3, header("Version", "two"), Templates.forward("B"))
                        + rule("Blue", 4, header("Color", "blue"), Templates.forward("A"))
                        + rule("Green", 5, header("Color", "green"), Templates.forward("A"))
                        + rule("Red", 6, header("Color", "red"), Templates.forward("B"));
        try (TestGateway gateway = serving(rules)) {
            assertBody(gateway, "infra-backend-v1", "/", "Version: one");
            assertBody(gateway, "infra-backend-v2", "/", "Version: two");
            assertBody(gateway, "infra-backend-v1", "/", "Version: two", "Color: orange");
            assertBody(gateway, "infra-backend-v1", "/", "Color: blue");
            assertBody(gateway, "infra-backend-v1", "/", "Color: green");
            assertBody(gateway, "infra-backend-v2", "/", "Color: red");
            assertBody(gateway, "infra-backend-v2", "/", "color: RED");
            assertBody(gateway, "default", "/", "Color: purple");
            assertBody(gateway, "default", "/");
            assertBody(gateway, "default", "/", "Version: three");
        }
    }

    @Test
    void httpRouteMethodMatching() throws IOException {
        String rules = rule("Post", 1, "{Field: http-request-method, Values: [POST]}", Templates.forward("A"))
                + rule("Get", 2, "{Field: http-request-method, Values: [GET]}", Templates.forward("B"));
        try (TestGateway gateway = serving(rules)) {
            assertThat(RawClient.once(gateway.port(), RawClient.request("POST", "/", "Content-Length: 0"))
                            .body())
                    .isEqualTo("infra-backend-v1");
            assertBody(gateway, "infra-backend-v2", "/");
            assertThat(RawClient.once(gateway.port(), RawClient.request("PATCH", "/", "Content-Length: 0"))
                            .body())
                    .isEqualTo("default");
        }
    }

    @Test
    void httpRouteQueryParamMatching() throws IOException {
        String whale = "{Field: query-string, QueryStringConfig: {Values: [{Key: animal, Value: whale}]}}";
        String dolphin = "{Field: query-string, QueryStringConfig: {Values: [{Key: animal, Value: dolphin}]}}";
        String blue = "{Field: query-string, QueryStringConfig: {Values: [{Key: color, Value: blue}]}}";
        String rules = rule("Both", 1, dolphin + "," + blue, Templates.forward("C"))
                + rule("Whale", 2, whale, Templates.forward("A"))
                + rule("Dolphin", 3, dolphin, Templates.forward("B"));
        try (TestGateway gateway = serving(rules)) {
            assertBody(gateway, "infra-backend-v1", "/?animal=whale");
            assertBody(gateway, "infra-backend-v2", "/?animal=dolphin");
            assertBody(gateway, "infra-backend-v3", "/?animal=dolphin&color=blue");
            assertBody(gateway, "default", "/?color=blue");
            assertBody(gateway, "default", "/?animal=shark");
            assertBody(gateway, "default", "/");
        }
    }

    @Test
    void httpRouteRedirectHostAndStatus() throws IOException {
        String rules = rule(
                        "Host",
                        1,
                        path("/hostname-redirect"),
                        "{Type: redirect, RedirectConfig: {StatusCode: HTTP_302, Host: example.org}}")
                + rule(
                        "Both",
                        2,
                        path("/host-and-status"),
                        "{Type: redirect, RedirectConfig: {StatusCode: HTTP_301, Host: example.org}}")
                + rule(
                        "Path",
                        3,
                        path("/original-prefix/*"),
                        "{Type: redirect, RedirectConfig: {StatusCode: HTTP_302, Path: /replacement-prefix}}")
                + rule(
                        "Scheme",
                        4,
                        path("/scheme"),
                        "{Type: redirect, RedirectConfig: {StatusCode: HTTP_301, Protocol: HTTPS, Port: '443'}}");
        try (TestGateway gateway = serving(rules)) {
            assertRedirect(gateway, "/hostname-redirect", 302, "http://example.org:80/hostname-redirect");
            assertRedirect(gateway, "/host-and-status", 301, "http://example.org:80/host-and-status");
            assertRedirect(gateway, "/original-prefix/lemon", 302, "http://x.test:80/replacement-prefix");
            assertRedirect(gateway, "/scheme", 301, "https://x.test:443/scheme");
        }
    }

    private static void assertRedirect(TestGateway gateway, String path, int status, String location)
            throws IOException {
        RawClient.Answer answer = RawClient.get(gateway.port(), path, "Host: x.test:80");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Location")).isEqualTo(location);
    }

    @Test
    void httpRouteWeight() throws IOException {
        String action = "{Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref A, Weight: 70},"
                + " {TargetGroupArn: !Ref B, Weight: 30}, {TargetGroupArn: !Ref C, Weight: 0}]}}";
        try (TestGateway gateway = serving(rule("R", 1, path("/*"), action));
                RawClient client = new RawClient(gateway.port())) {
            int first = 0;
            for (int i = 0; i < 1000; i++) {
                client.send(RawClient.request("GET", "/"));
                String body = client.read().body();
                assertThat(body).isNotEqualTo("infra-backend-v3");
                first += body.equals("infra-backend-v1") ? 1 : 0;
            }
            // 700 expected; five standard deviations are 73
            assertThat(first).isBetween(625, 775);
        }
    }

    @Test
    void httpRouteBackendProtocolWebSocket() throws IOException {
        v1.script(wire -> {
            String ignored = wire.readHead();
            wire.send(Frames.SWITCHING);
            wire.send(wire.readExactly(3));
        });
        try (TestGateway gateway = serving(rule("R", 1, path("/feed/*"), Templates.forward("A")));
                RawClient client = new RawClient(gateway.port())) {
            client.send(Frames.UPGRADE);
            assertThat(client.read().status()).isEqualTo(101);
            client.send("abc");
            assertThat(client.in().readNBytes(3)).containsExactly('a', 'b', 'c');
        }
    }
}
