package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.Rule;
import io.tradepath.alb.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Every public operation routes to its own service, and nothing that is not public routes anywhere. */
class RoutingTest {
    private static final String HOST = "api.example.com";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");
    private static final Topology VERIFYING = Routes.of("VerifyTokens", "true");

    static Stream<Arguments> operations() {
        return Stream.of("accounts", "executions", "feed").flatMap(RoutingTest::operations);
    }

    @SuppressWarnings("unchecked")
    private static Stream<Arguments> operations(String service) {
        Path file = Project.home().resolve("docs/api/" + service + ".yaml");
        Map<String, Map<String, Map<String, Object>>> api = new Yaml().load(Project.text(file));
        return Objects.requireNonNull(api.get("paths"), "paths").entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream()
                        .filter(METHODS::contains)
                        .map(method -> Arguments.of(method.toUpperCase(Locale.ROOT), path.getKey(), service)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void eachOperationRoutesToItsOwnService(String method, String path, String service) {
        Rule rule = Routes.ruleFor(VERIFYING, method, HOST, path.replaceAll("\\{[^}]*}", "1"));
        assertThat(Routes.group(rule)).isEqualToIgnoringCase(service);
        assertThat(rule.jwt()).as("the load balancer checks the token").isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com,  /feed/stomp",
        "stream.localhost, /feed/stomp",
    })
    void socketsRouteToFeedWithoutAHeaderThatABrowserCannotSet(String host, String path) {
        Rule rule = Routes.ruleFor(VERIFYING, "GET", host, path);
        assertThat(Routes.group(rule)).isEqualTo("Feed");
        assertThat(rule.jwt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health/readiness",
                "/actuator/prometheus",
                "/health",
                "/__alb/",
                "/management",
                "/internal/controls",
                "/error",
                "/v3/api-docs",
                "/accountsx",
                "/Accounts",
                "//accounts",
                "/feedback",
                "/",
            })
    void nothingElseRoutesAnywhere(String path) {
        assertThat(Routes.group(Routes.ruleFor(VERIFYING, "GET", HOST, path))).isEmpty();
    }

    /** The listener could not reach a management port either: a group's targets are registered with the other one. */
    @Test
    void trafficGoesToNoPortThatIsForManagement() {
        String template = Project.text(Project.infra().resolve("tradepath.yaml"));
        for (int port : List.of(8081, 8082, 8083)) {
            assertThat(template).contains("Port: " + port).doesNotContain("  Port: " + (port + 1_000));
            assertThat(template).contains("ContainerPort: " + port + ", TargetGroupArn");
        }
    }
}
