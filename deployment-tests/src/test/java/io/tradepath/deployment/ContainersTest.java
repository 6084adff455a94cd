package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.faults.Invariants;
import io.tradepath.system.faults.Load;
import io.tradepath.system.journey.Tour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The suite in containers, built from source by docker-compose.yml as a reader of the README does it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainersTest {
    private static final List<String> SERVICES = List.of("accounts", "executions", "feed");
    private static final Map<String, Integer> MANAGEMENT =
            Map.of("accounts", 9081, "executions", 9082, "feed", 9083, "gateway", 9080);
    private static final String NOBODY = "10001";
    private static final Duration QUICK = Duration.ofSeconds(60);
    /** The health check's start period: a platform gives up later than that. */
    private static final Duration READY_MAX = Duration.ofMinutes(2);

    private static final Duration REST_MAX = Duration.ofSeconds(60);
    private static final int LAST = 100;

    private static @Nullable DockerEngine engine;
    private static @Nullable ComposedSuite suite;

    @BeforeAll
    static void up() throws InterruptedException {
        engine = DockerEngine.running();
        suite = new ComposedSuite(engine, engine.baseImages());
        long start = System.nanoTime();
        suite.build();
        long built = System.nanoTime();
        suite.up();
        System.out.printf(
                "images built in %d s, suite ready in %d s%n",
                TimeUnit.NANOSECONDS.toSeconds(built - start),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - built));
    }

    @AfterAll
    static void down() {
        if (suite != null) {
            suite.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    private static ComposedSuite suite() {
        return Objects.requireNonNull(suite);
    }

    @Test
    @Order(1)
    void theReadmesTourGoesThroughTheGateway(@TempDir Path dir) throws Exception {
        Tour.through(suite().gateway().getPort(), suite().issuer().getPort(), dir);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "executions", "feed", "issuer", "gateway"})
    @Order(2)
    void runsAsNobodyOnAReadOnlyRoot(String service) {
        String container = suite().containers(service).getFirst();
        assertThat(suite().exec(container, "bash", "-c", "echo $UID")
                        .expectSuccess()
                        .strip())
                .isEqualTo(NOBODY);
        assertThat(suite().exec(container, "bash", "-c", "echo x > /app/x").errors())
                .contains("Read-only file system");
        assertThat(suite().exec(container, "bash", "-c", "echo x > /tmp/x").status())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts-service", "executions-service", "feed-service", "issuer", "gateway-local"})
    @Order(2)
    void startsFromItsAotCacheAndSaysWhatIsInIt(String program) {
        String image = "tradepath/" + program;
        DockerEngine docker = Objects.requireNonNull(engine);
        // With the image's own flags; AOTMode=on refuses to start where the cache does not fit runtime, jar or flags.
        String start = "exec /opt/java/bin/java -XX:AOTMode=on -XX:AOTCache=/app/app.aot"
                + " $(grep '^-' /app/java.args | grep -v '^-jar') -cp /app/app.jar -version";
        docker.docker(QUICK, "run", "--rm", "--read-only", "--entrypoint", "bash", image, "-c", start)
                .expectSuccess();
        JsonNode sbom = JsonMapper.shared()
                .readTree(docker.docker(QUICK, "run", "--rm", "--entrypoint", "cat", image, "/app/application.cdx.json")
                        .expectSuccess());
        assertThat(sbom.get("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(sbom.get("components").size()).isPositive();
        String labels = docker.docker(QUICK, "inspect", "--format", "{{json .Config.Labels}}", image)
                .expectSuccess();
        assertThat(JsonMapper.shared().readTree(labels).propertyNames())
                .contains(
                        "org.opencontainers.image.title",
                        "org.opencontainers.image.licenses",
                        "org.opencontainers.image.version",
                        "org.opencontainers.image.revision");
        System.out.println(image + " "
                + docker.docker(QUICK, "inspect", "--format", "{{.Size}}", image)
                        .expectSuccess()
                        .strip() + " bytes");
    }

    @Test
    @Order(3)
    void exportsEachMetricThatAnAlarmOrTheDashboardNames() {
        Map<String, Set<String>> asked = Metrics.askedFor();
        for (String service : SERVICES) {
            String exported = suite().get(
                            suite().containers(service).getFirst(),
                            Objects.requireNonNull(MANAGEMENT.get(service)),
                            "/actuator/prometheus");
            assertThat(Objects.requireNonNull(asked.get(service)))
                    .as(service)
                    .allSatisfy(metric -> assertThat(exported).containsPattern("(?m)^" + metric + "[ {]"));
        }
    }

    /** One after the other, so that each has the machine; what they need is running. */
    @ParameterizedTest
    @ValueSource(strings = {"accounts", "executions", "feed", "issuer", "gateway"})
    @Order(4)
    void isReadySoonAfterItsStart(String service) throws InterruptedException {
        Duration ready = suite().readyAfterRestart(service);
        System.out.printf("%s ready after %.1f s%n", service, ready.toMillis() / 1000.0);
        assertThat(ready).isLessThan(READY_MAX);
    }

    /** Three instances, one publisher: what one shows as a quote's (epoch, seq), the others show the same. */
    @Test
    @Order(5)
    void threeFeedsShowTheSameQuotes() throws Exception {
        suite().up("--scale", "feed=3");
        List<String> feeds = suite().containers("feed");
        assertThat(feeds).hasSize(3);
        String token = new Api(suite().gateway(), suite().issuer()).token("trader-1");
        List<Map<String, String>> seen = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int feed = 0; feed < feeds.size(); feed++) {
                if (round == 0) {
                    seen.add(new HashMap<>());
                }
                collect(
                        seen.get(feed),
                        suite().get(feeds.get(feed), 8083, "/feed/quotes", "Authorization: Bearer " + token));
            }
        }
        Map<String, String> first = seen.getFirst();
        for (Map<String, String> other : seen.subList(1, seen.size())) {
            List<String> both =
                    first.keySet().stream().filter(other::containsKey).toList();
            assertThat(both).as("quotes that two instances were seen with").isNotEmpty();
            assertThat(both).allSatisfy(quote -> assertThat(other.get(quote)).isEqualTo(first.get(quote)));
        }
    }

    private static void collect(Map<String, String> seen, String body) {
        for (JsonNode quote : JsonMapper.shared().readTree(body).get("quotes")) {
            String id = quote.get("instrument").asString() + " "
                    + quote.get("epoch").asLong() + "/" + quote.get("seq").asLong();
            seen.put(id, quote.get("bids") + " " + quote.get("asks"));
        }
    }

    @Test
    @Order(LAST)
    void losesNothingWhenContainersAreKilledUnderLoad() throws Exception {
        Invariants invariants = new Invariants(suite().database("accounts"), suite().database("executions"));
        long seed = System.nanoTime();
        System.out.println("load seed " + seed);
        Api api = new Api(suite().gateway(), suite().issuer());
        try (Load load = Load.prepare(api)) {
            load.go(seed);
            for (String service : SERVICES) {
                suite().killAndRestart(service);
                assertThat(invariants.whileItRuns())
                        .as("while " + service + " comes back")
                        .isEmpty();
            }
            load.stop();
            assertThat(load.history().entries()).hasSizeGreaterThan(100);
            assertThat(invariants.awaitRest(REST_MAX)).isEmpty();
            assertThat(invariants.atRest()).isEmpty();
            assertThat(invariants.againstHistory(load.history())).isEmpty();
            assertThat(invariants.streams(api, load.streams(), REST_MAX)).isEmpty();
        }
    }
}
