package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SuitePlanTest {
    private static final Path HOME = Path.of("/opt/tradepath");

    private static SuitePlan plan(String... arguments) {
        Command.Run run = (Command.Run) Command.parse(Arrays.asList(arguments), HOME, HOME);
        AtomicInteger next = new AtomicInteger(20_000);
        Ports ports = Ports.of(run, next::getAndIncrement);
        for (Program program : run.replicas().keySet()) {
            for (String name : SuitePlan.instances(program, run.replicas())) {
                ports = ports.withInstance(name, next::getAndIncrement);
            }
        }
        return SuitePlan.of(run, HOME, run.replicas(), ports, program -> List.of("java", "-jar", program.label()));
    }

    private static ProcessSpec process(SuitePlan plan, String name) {
        return plan.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hasEveryProcessOnItsLaptopPort() {
        assertThat(plan().processes())
                .extracting(ProcessSpec::name, process -> process.ports().getFirst())
                .containsExactly(
                        tuple("postgres", 15_432),
                        tuple("kafka", 19_092),
                        tuple("issuer", 9000),
                        tuple("accounts", 8081),
                        tuple("executions", 8082),
                        tuple("feed", 8083),
                        tuple("gateway", 8080));
    }

    @Test
    void marksEveryProcessAsOneOfItsFolder() {
        assertThat(plan("--dir", "/tmp/second").processes())
                .allSatisfy(process -> assertThat(process.command())
                        .startsWith("java", "-Dtradepath.suite=/tmp/second", "-Dtradepath.process=" + process.name()));
    }

    @Test
    void takesPortsOfItsOwnForASecondSuite() {
        List<Integer> ports = plan("--dir", "/tmp/second").processes().stream()
                .flatMap(process -> process.ports().stream())
                .toList();

        assertThat(ports).allMatch(port -> port >= 20_000).hasSameSizeAs(new HashSet<>(ports));
    }

    @Test
    void letsTheIssuerBeKnownByTheAddressThatItsTokensName() {
        SuitePlan plan = plan("--dir", "/tmp/second");
        int port = process(plan, "issuer").ports().getFirst();

        assertThat(process(plan, "issuer").command()).endsWith("--issuer", "http://localhost:" + port);
        assertThat(process(plan, "feed").environment()).containsEntry("TRADEPATH_ISSUER", "http://localhost:" + port);
    }

    @Test
    void givesEachServiceItsOwnDatabaseAndTheFeedNone() {
        SuitePlan plan = plan();

        assertThat(process(plan, "accounts").environment())
                .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:15432/accounts")
                .containsEntry("SPRING_DATASOURCE_USERNAME", "accounts");
        assertThat(process(plan, "executions").environment())
                .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:15432/executions")
                .containsEntry("TRADEPATH_MARKET_HOURS", "always");
        assertThat(process(plan, "feed").environment()).doesNotContainKey("SPRING_DATASOURCE_URL");
    }

    @Test
    void givesTheGatewayEveryReplicaAsATarget() {
        List<String> command =
                process(plan("--replicas", "feed=2,executions=2"), "gateway").command();

        assertThat(command)
                .contains("Accounts=127.0.0.1:8081,health=9081")
                .contains("Executions=127.0.0.1:8082,health=9082", "Feed=127.0.0.1:8083,health=9083")
                .anyMatch(argument -> argument.matches("Feed=127\\.0\\.0\\.1:2\\d{4},health=2\\d{4}"))
                .contains("Https=8080:http");
    }

    @Test
    void namesReplicasAfterTheFirstByNumber() {
        assertThat(SuitePlan.instances(Program.FEED, Map.of(Program.FEED, 3)))
                .containsExactly("feed", "feed-2", "feed-3");
        assertThat(SuitePlan.instances(Program.ACCOUNTS, Map.of())).containsExactly("accounts");
    }

    @Test
    void letsEachFeedSeeItsOwnTargetHealth() {
        assertThat(process(plan(), "feed").environment())
                .containsEntry("TRADEPATH_FEED_TARGET_HEALTH_URL", "http://127.0.0.1:9080/targets/Feed/127.0.0.1:8083");
    }

    @Test
    void holdsAReplayUntilTheSuiteIsReady() {
        SuitePlan plan = plan("--replay", "ticks.csv", "--speed", "10", "--from", "12:28", "--loop");

        assertThat(process(plan, "feed").environment())
                .containsEntry("TRADEPATH_FEED_SOURCE", "replay")
                .containsEntry("TRADEPATH_FEED_REPLAY_FILE", "/opt/tradepath/ticks.csv")
                .containsEntry("TRADEPATH_FEED_REPLAY_SPEED", "10")
                .containsEntry("TRADEPATH_FEED_REPLAY_FROM", "12:28")
                .containsEntry("TRADEPATH_FEED_REPLAY_LOOP", "true")
                .containsEntry("TRADEPATH_FEED_REPLAY_START_FILE", "/opt/tradepath/.local/replay.start");
    }

    @Test
    void allowsTheBrowserAppOfTheGatewaysOwnAddress() {
        assertThat(process(plan("--port", "9999"), "feed").environment())
                .containsEntry("TRADEPATH_FEED_ORIGINS", "http://localhost:9999,http://127.0.0.1:9999");
    }
}
