package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tests of accounts-service that have to do with PostgreSQL and Kafka, run once more with both in containers. Here,
 * where there is an engine in any case; on a machine whose engine runs, the module's own run takes containers by itself.
 */
class TestsOnContainersTest {
    private static final List<String> TESTS = List.of(
            "AccountsTest", "BackingAwayTest", "DepositsTest", "LedgerTest", "SettlementTest", "TransactionsTest");
    private static final Duration MAX = Duration.ofMinutes(10);
    private static final Pattern COUNT = Pattern.compile("<testsuite [^>]*\\btests=\"(\\d+)\"");

    /** Maven as ./test runs it. Its reports carry a suffix, so that ./test counts both runs. */
    private static final String MAVEN = """
            root=$PWD
            . scripts/build.sh
            maven -B -o test -pl accounts-service -am "$@"\
            """;

    @Test
    void accountsServicePassesWithPostgresAndKafkaInContainers() throws IOException {
        try (DockerEngine engine = DockerEngine.running()) {
            Map<String, String> environment = new LinkedHashMap<>(engine.environment());
            environment.putAll(engine.baseImages());
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1");
            // The cleaner is an image of its own, which no registry may be there for; the tests close what they start.
            environment.put("TESTCONTAINERS_RYUK_DISABLED", "true");
            Command.run(
                            MAX,
                            environment,
                            List.of(
                                    "bash",
                                    "-euc",
                                    MAVEN,
                                    "maven",
                                    "-Dtradepath.backing=containers",
                                    "-Dtest=" + String.join(",", TESTS),
                                    "-Dsurefire.failIfNoSpecifiedTests=false",
                                    "-Dsurefire.reportNameSuffix=containers"))
                    .expectSuccess();
        }
        for (String test : TESTS) {
            Path report = Project.home()
                    .resolve("accounts-service/target/surefire-reports/TEST-io.tradepath.accounts.%s-containers.xml"
                            .formatted(test));
            Matcher count = COUNT.matcher(Files.readString(report));
            assertThat(count.find()).as(test).isTrue();
            assertThat(Integer.parseInt(count.group(1))).as(test).isPositive();
        }
    }
}
