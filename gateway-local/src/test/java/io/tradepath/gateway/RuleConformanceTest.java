package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.answer;
import static io.tradepath.gateway.Templates.forward;
import static io.tradepath.gateway.Templates.path;
import static io.tradepath.gateway.Templates.rule;
import static io.tradepath.gateway.Templates.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.gateway.RawClient.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleConformanceTest {

    /** What each of some requests is answered by a template with these rules; "default" where none takes it. */
    private static String body(String rules, String request) throws IOException {
        try (TestGateway gateway = TestGateway.of(withRules(rules)).start()) {
            return RawClient.once(gateway.port(), request).body();
        }
    }

    private static String get(String path, String... headers) {
        return RawClient.request("GET", path, headers);
    }

    @Test
    @Conforms(item = 1, says = "Rules are looked at by priority, lowest number first, the default action last")
    void theLowestPriorityThatMatchesTakesTheRequest() throws IOException {
        String rules = rule("Late", 500, path("/a*"), answer("late"))
                + rule("Early", 5, path("/a/*"), answer("early"))
                + rule("Never", 501, path("/a/b"), answer("never"));
        try (TestGateway gateway = TestGateway.of(withRules(rules)).start()) {
            assertThat(RawClient.get(gateway.port(), "/a/b").body()).isEqualTo("early");
            assertThat(RawClient.get(gateway.port(), "/ab").body()).isEqualTo("late");
            assertThat(RawClient.get(gateway.port(), "/b").body()).isEqualTo("default");
        }
    }

    @Test
    @Conforms(item = 2, says = "Values of a condition are alternatives; conditions of a rule must all hold")
    void valuesAreAlternativesAndConditionsAllHold() throws IOException {
        String rules = rule("Both", 1, path("/a", "/b") + ", {Field: host-header, Values: [x.test]}", answer("both"));
        try (TestGateway gateway = TestGateway.of(withRules(rules)).start()) {
            assertThat(RawClient.get(gateway.port(), "/a", "Host: x.test").body())
                    .isEqualTo("both");
            assertThat(RawClient.get(gateway.port(), "/b", "Host: x.test").body())
                    .isEqualTo("both");
            assertThat(RawClient.get(gateway.port(), "/b", "Host: y.test").body())
                    .isEqualTo("default");
            assertThat(RawClient.get(gateway.port(), "/c", "Host: x.test").body())
                    .isEqualTo("default");
        }
    }

    @Test
    @Conforms(item = 2, says = "Several http-header and query-string conditions in a rule must all hold")
    void severalHeaderConditionsAllHold() throws IOException {
        String rules = rule(
                "Both",
                1,
                "{Field: http-header, HttpHeaderConfig: {HttpHeaderName: X-A, Values: ['1']}},"
                        + "{Field: http-header, HttpHeaderConfig: {HttpHeaderName: X-B, Values: ['2']}}",
                answer("both"));
        assertThat(body(rules, get("/", "X-A: 1", "X-B: 2"))).isEqualTo("both");
        assertThat(body(rules, get("/", "X-A: 1"))).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource({
        "/feed/*, /feed/a, yes",
        "/feed/*, /feed/, yes",
        "/feed/*, /feed, no",
        "/feed/*, /feed/a/b/c, yes",
        "/feed/*, /feed/a?x=/other, yes",
        "/feed, /feed?x=1, yes",
        "/feed, /FEED, no",
        "/f?ed, /feed, yes",
        "/f?ed, /fed, no",
        "*, /anything, yes",
        "/a*b*c, /aXbYbZc, yes",
        "/a*b*c, /aXbYbZ, no",
        "/a/**/c, /a/b/c, yes",
        "/a%20b, /a%20b, yes",
        "/a b, /a%20b, no",
        "/*.html, /x/y.html, yes",
        "/x, /x/, no",
    })
    @Conforms(
            item = 4,
            says =
                    "path-pattern is case-sensitive, on the whole path alone, with * for any run and ? for one character",
            note = "`/feed/*` does not match `/feed`; AWS does not say")
    void pathPatternsMatchTheWholePath(String pattern, String path, String matches) throws IOException {
        String rules = rule("R", 1, path(pattern), answer("hit"));
        assertThat(body(rules, get(path))).isEqualTo(matches.equals("yes") ? "hit" : "default");
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.com, www.example.com, yes",
        "*.example.com, example.com, no",
        "*.example.com, WWW.Example.COM, yes",
        "*.example.com, www.example.com:8443, yes",
        "www.example.com, www.example.com.evil.test, no",
        "ex?mple.com, exAmple.com, yes",
        "'[::1]', '[::1]:8080', yes",
    })
    @Conforms(item = 5, says = "host-header is case-insensitive and does not see the port")
    void hostHeadersMatchWithoutCaseAndPort(String pattern, String host, String matches) throws IOException {
        String rules = rule("R", 1, "{Field: host-header, Values: ['" + pattern + "']}", answer("hit"));
        assertThat(body(rules, get("/", "Host: " + host))).isEqualTo(matches.equals("yes") ? "hit" : "default");
    }

    @Test
    @Conforms(item = 6, says = "http-header compares name and value without regard to case, each of several values")
    void headersMatchWithoutCase() throws IOException {
        String rules = rule(
                "R",
                1,
                "{Field: http-header, HttpHeaderConfig: {HttpHeaderName: User-Agent, Values: ['*mobile*']}}",
                answer("hit"));
        assertThat(body(rules, get("/", "user-AGENT: Some MOBILE thing"))).isEqualTo("hit");
        assertThat(body(rules, get("/", "User-Agent: desk", "User-Agent: mobile")))
                .isEqualTo("hit");
        assertThat(body(rules, get("/", "User-Agent: desk"))).isEqualTo("default");
        assertThat(body(rules, get("/"))).isEqualTo("default");
    }

    @Test
    @Conforms(item = 7, says = "http-request-method compares exactly")
    void methodsMatchExactly() throws IOException {
        String rules = rule("R", 1, "{Field: http-request-method, Values: [POST, CUSTOM]}", answer("hit"));
        assertThat(body(rules, RawClient.request("POST", "/", "Content-Length: 0")))
                .isEqualTo("hit");
        assertThat(body(rules, RawClient.request("CUSTOM", "/"))).isEqualTo("hit");
        assertThat(body(rules, RawClient.request("post", "/", "Content-Length: 0")))
                .isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource({
        "'{Key: version, Value: v1}', version=v1, yes",
        "'{Key: version, Value: v1}', VERSION=V1, yes",
        "'{Key: version, Value: v1}', a=b&version=v1&c=d, yes",
        "'{Key: version, Value: v1}', version=v2, no",
        "'{Value: \"*needle*\"}', x=aneedleb, yes",
        "'{Value: \"*needle*\"}', needle=x, no",
        "'{Key: q, Value: \"a\\\\*b\"}', q=a*b, yes",
        "'{Key: q, Value: \"a\\\\*b\"}', q=aXb, no",
        "'{Key: q, Value: \"a\\\\?b\"}', q=a?b, yes",
        "'{Key: flag, Value: \"*\"}', flag, yes",
        "'{Key: flag, Value: \"*\"}', other=1, no",
    })
    @Conforms(item = 8, says = "query-string: case-insensitive, \\* and \\? literal, a value without key for any key")
    void queryStringsMatch(String pair, String query, String matches) throws IOException {
        String rules =
                rule("R", 1, "{Field: query-string, QueryStringConfig: {Values: [" + pair + "]}}", answer("hit"));
        assertThat(body(rules, get("/?" + query))).isEqualTo(matches.equals("yes") ? "hit" : "default");
    }

    @Test
    @Conforms(item = 9, says = "source-ip looks at the TCP peer, never at X-Forwarded-For")
    void sourceIpIsThePeers() throws IOException {
        String local = rule("R", 1, "{Field: source-ip, SourceIpConfig: {Values: [127.0.0.0/8]}}", answer("hit"));
        String other = rule("R", 1, "{Field: source-ip, SourceIpConfig: {Values: [10.0.0.0/8]}}", answer("hit"));
        assertThat(body(local, get("/", "X-Forwarded-For: 10.1.1.1"))).isEqualTo("hit");
        assertThat(body(other, get("/", "X-Forwarded-For: 10.1.1.1"))).isEqualTo("default");
    }

    @Test
    @Conforms(item = 10, says = "RegexValues on path, host and header")
    void regularExpressionsMatch() throws IOException {
        String rules = rule("R", 1, "{Field: path-pattern, RegexValues: ['^/orders/[0-9]+$']}", answer("hit"));
        assertThat(body(rules, get("/orders/42"))).isEqualTo("hit");
        assertThat(body(rules, get("/orders/x42"))).isEqualTo("default");
    }

    @Test
    @Conforms(
            item = 11,
            says = "Transforms: url-rewrite and host-header-rewrite",
            state = Conforms.State.NOT_EMULATED,
            note = "said at start; host and URL go on as the client sent them")
    void transformsAreReportedAsNotEmulated() {
        String rule = rule("R", 1, path("/a"), forward("A")) + "  Transforms:\n    - Type: url-rewrite\n".indent(2);
        assertThat(TemplateFaultsTest.read(withRules(rule)).findings().toString())
                .contains("R.Transforms: the host and the URL go on as the client sent them");
    }

    @Test
    @Conforms(item = 12, says = "forward to weighted groups shares by weight; a group of weight 0 gets nothing")
    void weightsShareRequests() throws IOException {
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                StubTarget b = StubTarget.start(StubTarget.says("b"));
                StubTarget c = StubTarget.start(StubTarget.says("c"));
                TestGateway gateway = TestGateway.of(withRules("", weighted(3, 1, 0, "")))
                        .target("A", a)
                        .target("B", b)
                        .target("C", c)
                        .start()) {
            Map<String, Integer> seen = new HashMap<>();
            try (RawClient client = new RawClient(gateway.port())) {
                for (int i = 0; i < 2000; i++) {
                    client.send(get("/"));
                    seen.merge(client.read().body(), 1, Integer::sum);
                }
            }
            assertThat(seen).doesNotContainKey("c");
            // 1500 of 2000 expected; five standard deviations are 97
            assertThat(seen.get("a")).isBetween(1400, 1600);
        }
    }

    private static String weighted(int a, int b, int c, String sticky) {
        return "- {Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref A, Weight: " + a
                + "}, {TargetGroupArn: !Ref B, Weight: " + b + "}, {TargetGroupArn: !Ref C, Weight: " + c + "}]"
                + sticky
                + "}}";
    }

    @Test
    @Conforms(item = 12, says = "Group stickiness: AWSALBTG brings a client back to its group")
    void groupStickinessBindsAClient() throws IOException {
        String sticky = ", TargetGroupStickinessConfig: {Enabled: true, DurationSeconds: 100}";
        ManualTime time = new ManualTime();
        try (StubTarget a = StubTarget.start(StubTarget.says("a"));
                StubTarget b = StubTarget.start(StubTarget.says("b"));
                TestGateway gateway = TestGateway.of(withRules("", weighted(1, 1, 0, sticky)))
                        .time(time)
                        .target("A", a)
                        .target("B", b)
                        .start()) {
            Answer first = RawClient.get(gateway.port(), "/");
            String cookie = String.valueOf(first.header("Set-Cookie"));
            assertThat(cookie).startsWith("AWSALBTG=").contains("Expires=Wed, 02 Dec 2026 10:00:00 GMT");
            assertThat(first.head()).contains("AWSALBTGCORS=").contains("SameSite=None; Secure");
            String pair = cookie.substring(0, cookie.indexOf(';'));
            for (int i = 0; i < 30; i++) {
                assertThat(RawClient.get(gateway.port(), "/", "Cookie: x=y; " + pair)
                                .body())
                        .isEqualTo(first.body());
            }
        }
    }

    @Test
    @Conforms(item = 12, says = "redirect fills #{protocol} #{host} #{port} #{path} #{query}, 301 or 302")
    void redirectsFillTheirParts() throws IOException {
        String rules = rule(
                        "R",
                        1,
                        path("/old/*"),
                        "{Type: redirect, RedirectConfig: {StatusCode: HTTP_301, Protocol: HTTPS, Port: '443',"
                                + " Host: 'www.#{host}', Path: '/new/#{path}', Query: 'from=alb&#{query}'}}")
                + rule(
                        "S",
                        2,
                        path("/same"),
                        "{Type: redirect, RedirectConfig: {StatusCode: HTTP_302, Path: '/there'}}");
        try (TestGateway gateway = TestGateway.of(withRules(rules)).start()) {
            Answer moved = RawClient.get(gateway.port(), "/old/a%20b?x=1", "Host: example.com");
            assertThat(moved.status()).isEqualTo(301);
            assertThat(moved.header("Location")).isEqualTo("https://www.example.com:443/new/old/a%20b?from=alb&x=1");
            Answer found = RawClient.get(gateway.port(), "/same", "Host: example.com:8080");
            assertThat(found.status()).isEqualTo(302);
            assertThat(found.header("Location")).isEqualTo("http://example.com:8080/there");
            assertThat(found.body()).contains("302 Found");
        }
    }

    @Test
    @Conforms(item = 12, says = "fixed-response answers with its status, content type and body")
    void fixedResponsesAnswer() throws IOException {
        String rules = rule(
                "R",
                1,
                path("/json"),
                "{Type: fixed-response, FixedResponseConfig: {StatusCode: '503', ContentType: application/json,"
                        + " MessageBody: '{\"ok\":false}'}}");
        try (TestGateway gateway = TestGateway.of(withRules(rules)).start()) {
            Answer answer = RawClient.get(gateway.port(), "/json");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
            assertThat(answer.body()).isEqualTo("{\"ok\":false}");
            Answer head = RawClient.once(gateway.port(), RawClient.request("HEAD", "/json"));
            assertThat(head.header("Content-Length")).isEqualTo("12");
        }
    }
}
