package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over real processes that stand for the suite's programs. */
@Timeout(120)
class SuiteTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<Suite> suites = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Suite suite : suites) {
            suite.stop(Duration.ofSeconds(5));
        }
    }

    private Suite suite(OptionalInt port, Function<Program, List<String>> launcher) {
        StateFolder state = new StateFolder(folder);
        state.lock();
        Command.Run run = new Command.Run(folder, true, port, Map.of(), Map.of(), Optional.empty(), false, false);
        Suite suite = new Suite(
                run,
                folder,
                state,
                launcher,
                new FreePorts(),
                new Progress(new PrintStream(output, true, StandardCharsets.UTF_8), false));
        suites.add(suite);
        return suite;
    }

    private Suite readySuite() throws InterruptedException {
        Suite suite = suite(OptionalInt.empty(), program -> FakeProgram.command());
        suite.start();
        suite.awaitReady();
        return suite;
    }

    private long pid(String name) {
        try {
            return Long.parseLong(Files.readString(folder.resolve("pids").resolve(name + ".pid"))
                    .trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessHandle process(String name) {
        return ProcessHandle.of(pid(name)).orElseThrow();
    }

    private int port(String name) {
        try {
            Matcher port =
                    Pattern.compile("\"" + name + "\": (\\d+)").matcher(Files.readString(folder.resolve("ports.json")));
            assertThat(port.find()).as("port of " + name).isTrue();
            return Integer.parseInt(port.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(20);
        }
    }

    @Test
    void startsEveryProcessAndWritesWhereEachListens() throws Exception {
        readySuite();

        for (String name : List.of("postgres", "kafka", "issuer", "accounts", "executions", "feed", "gateway")) {
            assertThat(process(name).isAlive()).as(name).isTrue();
            assertThat(FreePorts.answers(port(name))).as(name).isTrue();
            assertThat(folder.resolve("logs").resolve(name + ".log")).exists();
        }
    }

    @Test
    void startsAProcessAgainThatIsKilled() throws Exception {
        readySuite();
        ProcessHandle before = process("accounts");

        before.destroyForcibly();

        int port = port("accounts");
        before.onExit().join();
        await(() -> pid("accounts") != before.pid() && FreePorts.answers(port));
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("accounts ended (pid " + before.pid());
    }

    @Test
    void leavesNoProcessWhenItIsStopped() throws Exception {
        Suite suite = readySuite();

        suite.stop(Duration.ofSeconds(5));

        assertThat(new StateFolder(folder).strays()).isEmpty();
        assertThat(folder.resolve("pids")).isEmptyDirectory();
    }

    @Test
    void endsByForceWhatDoesNotEndWhenAsked() throws Exception {
        Suite suite = readySuite();
        new ProcessBuilder("kill", "-STOP", Long.toString(process("feed").pid()))
                .inheritIO()
                .start()
                .waitFor();

        suite.stop(Duration.ofSeconds(1));

        assertThat(new StateFolder(folder).strays()).isEmpty();
    }

    @Test
    void namesAPortThatIsTakenAndWhoHasIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Suite suite = suite(OptionalInt.of(taken.getLocalPort()), program -> FakeProgram.command());

            assertThatThrownBy(suite::start)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + ", which gateway needs, is taken by java")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
            assertThat(new StateFolder(folder).strays()).isEmpty();
        }
    }

    @Test
    void givesUpOnAProcessThatCannotStartAndShowsItsLog() {
        Suite suite = suite(
                OptionalInt.empty(),
                program -> program == Program.FEED ? FakeProgram.failing("no such market") : FakeProgram.command());
        suite.start();

        assertThatThrownBy(suite::awaitReady)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("feed ended 3 times while the suite started")
                .hasMessageContaining("no such market");
    }

    @Test
    void givesNewReplicasToTheGatewayAndTakesThemBackBeforeTheyEnd() throws Exception {
        Suite suite = readySuite();
        URI targets = URI.create("http://127.0.0.1:" + port("gateway-management") + "/targets");

        suite.scale(Map.of(Program.FEED, 3));

        assertThat(Http.get(targets, Map.of()).body().lines())
                .containsExactlyInAnyOrder(
                        "Feed/127.0.0.1:" + port("feed-2") + "?health=" + port("feed-2-management"),
                        "Feed/127.0.0.1:" + port("feed-3") + "?health=" + port("feed-3-management"));
        ProcessHandle third = process("feed-3");

        suite.scale(Map.of(Program.FEED, 2));

        assertThat(Http.get(targets, Map.of()).body()).contains(":" + port("feed-2") + "?");
        assertThat(third.isAlive()).isFalse();
        assertThat(process("feed-2").isAlive()).isTrue();
        assertThat(folder.resolve("pids/feed-3.pid")).doesNotExist();
        assertThat(folder.resolve("ports.json"))
                .content()
                .contains("\"feed-2\"")
                .doesNotContain("\"feed-3\"");
    }

    @Test
    void stopsWhatAKilledSupervisorLeftButNoStranger() throws Exception {
        Process left = started(SuitePlan.mark(folder, "accounts"), List.of());
        Process database = started(
                List.of(), List.of("-D", folder.resolve("data/postgres/data").toString()));
        Path longer = folder.resolveSibling(folder.getFileName() + "-2");
        Process stranger = started(SuitePlan.mark(longer, "accounts"), List.of());
        try {
            new Strays(new StateFolder(folder), new Progress(System.out, false)).stop();

            assertThat(left.isAlive()).isFalse();
            assertThat(database.isAlive()).isFalse();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            left.destroyForcibly();
            database.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    private static Process started(List<String> mark, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(FakeProgram.command());
        command.addAll(1, mark);
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
