package io.tradepath.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The harness is worth what it finds: each bug, planted into a copy of the project, must break an invariant of a short
 * run. Two of them with a seed each are part of {@code ./test}; {@code ./test --planted} tries all of them with ten seeds
 * and appends its results to {@code .local/faults.log}.
 */
@Tag("planted")
@Order(Suites.OWN)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedBugsTest {
    private static final List<PlantedBug> SHORT =
            List.of(PlantedBug.SETTLEMENT_WITHOUT_APPLIED_SEQ, PlantedBug.RELAY_BY_ID_GREATER_THAN_THE_LAST);
    private static final long SEED = 20_260_107;
    private static final int SEEDS = 10;

    /** The trouble comes when so many requests are answered: services that have just started are slow at first. */
    private static final int ANSWERED_BEFORE = 150;

    private static final Duration BEFORE_MAX = Duration.ofSeconds(30);
    private static final Duration AFTER = Duration.ofSeconds(3);
    private static final Duration SEEN_MAX = Duration.ofSeconds(10);
    /** A planted bug that keeps something from its way does so for good. */
    private static final Duration NO_REST = Duration.ofSeconds(20);

    private PatchedProject project;

    @BeforeAll
    void copy() throws IOException {
        Suites.stop();
        project = PatchedProject.copy();
    }

    @AfterAll
    void delete() throws IOException {
        if (project != null) {
            project.close();
        }
    }

    static Stream<Arguments> runs() {
        List<PlantedBug> bugs = isLong() ? Arrays.asList(PlantedBug.values()) : SHORT;
        long seed = Long.getLong(
                "tradepath.faults.seed", isLong() ? Clock.systemUTC().millis() : SEED);
        return bugs.stream()
                .flatMap(bug -> LongStream.range(seed, seed + (isLong() ? SEEDS : 1))
                        .mapToObj(each -> Arguments.of(bug, each)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void aPlantedBugIsCaught(PlantedBug bug, long seed) throws Exception {
        project.plant(bug);
        List<String> wrong;
        try (RunningSuite suite = start(project.folder())) {
            wrong = wrongAfter(bug.trouble(), suite, seed, NO_REST);
        }
        note("planted " + bug, seed, wrong.isEmpty() ? "NOT CAUGHT" : "caught: " + wrong.getFirst());
        assertThat(wrong).as("what the harness finds of %s, seed %d", bug, seed).isNotEmpty();
    }

    /** In the short run {@link FaultsTest} shows it, with worse. */
    static Stream<Trouble> troublesOfTheLongRun() {
        return isLong() ? Arrays.stream(Trouble.values()) : Stream.empty();
    }

    /** Otherwise a harness that always complains would catch everything. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("troublesOfTheLongRun")
    void theSameTroubleDoesNothingToTheProjectAsItIs(Trouble trouble) throws Exception {
        List<String> wrong;
        try (RunningSuite suite = start(RunningSuite.home())) {
            wrong = wrongAfter(trouble, suite, SEED, FaultRun.DRAINED_MAX);
        }
        note("nothing planted, " + trouble, SEED, wrong.isEmpty() ? "holds" : "WRONG " + wrong);
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void everyPatchFitsTheSourcesAsTheyAre(PlantedBug bug) throws Exception {
        PatchedProject.check(bug);
    }

    @Test
    void everyPatchThereIsIsTried() throws IOException {
        try (Stream<Path> patches =
                Files.list(PlantedBug.PUBLISHED_BEFORE_COMMIT.patch().getParent())) {
            assertThat(patches)
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(PlantedBug.values())
                            .map(PlantedBug::patch)
                            .toList());
        }
    }

    private static RunningSuite start(Path folder) {
        return RunningSuite.startOf(folder, "--no-aot", "--replicas", "accounts=2,executions=2");
    }

    private static List<String> wrongAfter(Trouble trouble, RunningSuite suite, long seed, Duration restMax)
            throws Exception {
        Random random = new Random(seed);
        Api api = new Api(suite.gateway(), suite.issuer());
        Invariants invariants = new Invariants(suite);
        List<String> wrong = new ArrayList<>();
        try (Load load = Load.prepareCrowd(api)) {
            load.go(seed);
            long deadline = System.nanoTime() + BEFORE_MAX.toNanos();
            while (load.history().entries().size() < ANSWERED_BEFORE && System.nanoTime() < deadline) {
                Thread.sleep(Duration.ofMillis(20));
            }
            Thread.sleep(Duration.ofMillis(random.nextInt(1_000)));
            trouble.inject(suite, random);
            Thread.sleep(AFTER);
            load.stop();
            wrong.addAll(invariants.awaitRest(restMax));
            wrong.addAll(invariants.atRest());
            wrong.addAll(invariants.againstHistory(load.history()));
            wrong.addAll(invariants.streams(api, load.streams(), SEEN_MAX));
        }
        return wrong;
    }

    private static void note(String what, long seed, String result) throws IOException {
        String line = "%s | %s | seed %d | %s%n".formatted(Clock.systemUTC().instant(), what, seed, result);
        System.out.print(line);
        if (isLong()) {
            Path file = RunningSuite.home().resolve(".local").resolve("faults.log");
            Files.createDirectories(file.getParent());
            Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static boolean isLong() {
        return System.getProperty("tradepath.faults", "").equals("long");
    }
}
