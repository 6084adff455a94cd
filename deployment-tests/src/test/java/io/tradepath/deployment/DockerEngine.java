package io.tradepath.deployment;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Docker engine: the one that runs, or else one that is started here and ended with the tests, where this process is
 * root and has {@code dockerd}. What the latter builds is kept in the user's cache from run to run; runs that want it at
 * the same time take turns, since the first to end would end it for the others.
 */
final class DockerEngine implements AutoCloseable {
    private static final Duration STARTED_MAX = Duration.ofSeconds(60);
    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final Duration PULLED_MAX = Duration.ofMinutes(5);
    private static final Duration BASES_MAX = Duration.ofMinutes(10);
    private static final Duration TURN_MAX = Duration.ofMinutes(40);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final @Nullable Process daemon;
    private final @Nullable FileChannel turn;

    private DockerEngine(Map<String, String> environment, @Nullable Process daemon, @Nullable FileChannel turn) {
        this.environment.putAll(environment);
        this.daemon = daemon;
        this.turn = turn;
        // The image build must not need BuildKit: so CI uses the builder that every engine has.
        this.environment.put("DOCKER_BUILDKIT", "0");
        this.environment.put("COMPOSE_DOCKER_CLI_BUILD", "0");
    }

    /** The engine; the test is skipped where there is none and none can be started. */
    static DockerEngine running() {
        assumeTrue(Command.exists("docker"), "needs Docker");
        if (answers(Map.of())) {
            return new DockerEngine(Map.of(), null, null);
        }
        boolean root = "root".equals(System.getProperty("user.name"));
        assumeTrue(
                root && Command.exists("dockerd"), "needs a running Docker engine, or root and dockerd to start one");
        return start();
    }

    private static boolean answers(Map<String, String> environment) {
        return Command.run(QUICK, environment, List.of("docker", "info")).status() == 0;
    }

    private static DockerEngine start() {
        Path home = Path.of(System.getProperty("user.home"), ".cache", "tradepath", "docker");
        Map<String, String> environment = Map.of("DOCKER_HOST", "unix://" + home.resolve("docker.sock"));
        try {
            Files.createDirectories(home);
            FileChannel turn = awaitTurn(home.resolve("turn"));
            // One that a run left which did not come to its end.
            Process daemon = answers(environment) ? null : launch(home, environment);
            // What earlier builds left and no image uses.
            Command.run(
                    PULLED_MAX, environment, List.of("docker", "image", "prune", "--force", "--filter", "until=24h"));
            return new DockerEngine(environment, daemon, turn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The turn ends when the channel is closed, or with this process. */
    private static FileChannel awaitTurn(Path file) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + TURN_MAX.toNanos();
        while (channel.tryLock() == null) {
            if (System.nanoTime() > deadline) {
                channel.close();
                throw new AssertionError("another run uses the engine for over " + TURN_MAX);
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        return channel;
    }

    private static Process launch(Path home, Map<String, String> environment) throws IOException, InterruptedException {
        Path log = home.resolve("dockerd.log");
        Process daemon = new ProcessBuilder(
                        "dockerd",
                        "--data-root=" + home.resolve("root"),
                        "--exec-root=" + home.resolve("exec"),
                        "--pidfile=" + home.resolve("docker.pid"),
                        "--host=unix://" + home.resolve("docker.sock"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + STARTED_MAX.toNanos();
        while (!answers(environment)) {
            if (!daemon.isAlive() || System.nanoTime() > deadline) {
                daemon.destroy();
                throw new AssertionError("dockerd does not start:\n" + Files.readString(log));
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        return daemon;
    }

    /**
     * The public base images where their registry is reached; where it is not, stand-ins that this machine can make.
     *
     * @return the variables of docker-compose.yml that name them
     */
    Map<String, String> baseImages() {
        boolean there =
                docker(QUICK, "image", "inspect", "tradepath-local/build").status() == 0;
        if (!there
                && docker(PULLED_MAX, "pull", "--quiet", "debian:bookworm-slim").status() == 0) {
            return Map.of();
        }
        assumeTrue(
                there || Command.exists("debootstrap"),
                "needs a registry of images, or debootstrap to make base images: infra/ci/install.sh");
        Map<String, String> variables = new LinkedHashMap<>();
        Map<String, String> javaHome = new LinkedHashMap<>(environment);
        javaHome.put("JAVA_HOME", System.getProperty("java.home"));
        String images = Project.infra().resolve("ci/images").toString();
        Command.run(BASES_MAX, javaHome, List.of(images))
                .expectSuccess()
                .lines()
                .map(line -> line.split("=", 2))
                .forEach(variable -> variables.put(variable[0], variable[1]));
        return variables;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Runs docker with these arguments. */
    Command.Result docker(Duration max, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return Command.run(max, environment, command);
    }

    @Override
    public void close() {
        if (daemon != null) {
            daemon.destroy();
            try {
                if (!daemon.waitFor(STARTED_MAX.toSeconds(), TimeUnit.SECONDS)) {
                    daemon.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (turn != null) {
            try {
                turn.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
