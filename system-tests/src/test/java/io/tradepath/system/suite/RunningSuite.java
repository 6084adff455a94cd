package io.tradepath.system.suite;

import io.tradepath.events.EventJson;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A suite started by {@code ./run --dir}, with free ports and a folder of its own, so that it can run beside another one.
 * Its processes are real and are supervised as on a laptop: what is killed comes back by itself.
 */
public final class RunningSuite implements AutoCloseable {
    /** The first start after a build makes the AOT caches. */
    private static final Duration READY_MAX = Duration.ofMinutes(8);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);

    private final Path dir;
    private final Process run;
    private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final boolean keepsFolder;

    private RunningSuite(Path dir, boolean keepsFolder, Process run) {
        this.dir = dir;
        this.keepsFolder = keepsFolder;
        this.run = run;
    }

    /** Starts a suite in a new folder and waits until it is ready. */
    public static RunningSuite start(String... options) {
        return startWith(_ -> {}, options);
    }

    /**
     * Starts a suite in a new folder and waits until it is ready.
     *
     * @param portsKnown called as soon as the suite has written its ports
     */
    public static RunningSuite startWith(Consumer<RunningSuite> portsKnown, String... options) {
        try {
            return start(home(), newFolder(), false, portsKnown, List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts another project folder's suite in a new folder and waits until it is ready. */
    public static RunningSuite startOf(Path project, String... options) {
        try {
            return start(project, newFolder(), false, _ -> {}, List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFolder() throws IOException {
        return Files.createTempDirectory("tradepath-suite-");
    }

    /** Starts a suite in {@code dir}, which may hold an earlier suite's state and is left there. */
    public static RunningSuite startIn(Path dir, String... options) {
        return start(home(), dir, true, _ -> {}, List.of(options));
    }

    private static RunningSuite start(
            Path project, Path dir, boolean keepsFolder, Consumer<RunningSuite> portsKnown, List<String> options) {
        List<String> command =
                new ArrayList<>(List.of(project.resolve("run").toString(), "--no-build", "--dir", dir.toString()));
        command.addAll(options);
        try {
            Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
            RunningSuite suite = new RunningSuite(dir, keepsFolder, run);
            suite.awaitReady(portsKnown);
            return suite;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Consumer<RunningSuite> portsKnown) {
        Thread.ofVirtual().start(this::readOutput);
        boolean portsTold = false;
        try {
            long deadline = System.nanoTime() + READY_MAX.toNanos();
            while (!ready.await(POLL.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                if (!portsTold && Files.exists(dir.resolve("ports.json"))) {
                    portsKnown.accept(this);
                    portsTold = true;
                }
            }
            if (!output.toString().contains("READY")) {
                String said = String.join("\n", output);
                close();
                throw new AssertionError("the suite did not become ready:\n" + said);
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.contains("READY")) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            output.add("(output ended: " + e.getMessage() + ")");
        } finally {
            ready.countDown();
        }
    }

    /** The project's folder. */
    public static Path home() {
        return Path.of(Objects.requireNonNull(System.getProperty("tradepath.home"), "tradepath.home"));
    }

    /** What {@code ./run} has printed. */
    public List<String> output() {
        return List.copyOf(output);
    }

    public Path dir() {
        return dir;
    }

    /** The process of {@code ./run}. */
    public Process run() {
        return run;
    }

    public URI gateway() {
        return URI.create("http://localhost:" + port("gateway"));
    }

    public URI issuer() {
        return URI.create("http://localhost:" + port("issuer"));
    }

    /** A process's port; its management port under {@code NAME-management}. */
    public int port(String name) {
        try {
            Map<?, ?> ports = EventJson.read(Files.readString(dir.resolve("ports.json")), Map.class);
            return ((Number) Objects.requireNonNull(ports.get(name), () -> "no port of " + name)).intValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process's pid now; another one after it was restarted. */
    public long pid(String name) {
        try {
            return Long.parseLong(
                    Files.readString(dir.resolve("pids").resolve(name + ".pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pids of all processes that have a pid file and live. */
    public List<Long> livePids() {
        try (Stream<Path> files = Files.list(dir.resolve("pids"))) {
            return files.map(file -> file.getFileName().toString().replace(".pid", ""))
                    .map(this::pid)
                    .filter(pid ->
                            ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The postmaster's pid, the process that {@code postgres} stands for.
     *
     * @throws UncheckedIOException where there is none, as between two of them
     */
    public long postmaster() {
        try (Stream<Path> files =
                Files.find(dir.resolve("data").resolve("postgres"), 4, (file, _) -> file.endsWith("postmaster.pid"))) {
            Path file = files.findFirst().orElseThrow(() -> new NoSuchFileException("postmaster.pid"));
            String pid = Files.readString(file).lines().findFirst().orElseThrow(() -> new EOFException("no pid yet"));
            return Long.parseLong(pid.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A service's database, as its own user sees it. */
    public DataSource database(String service) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port("postgres"), service));
        database.setUser(service);
        database.setPassword(service);
        database.setSocketTimeout(30);
        return database;
    }

    /** The end of a process's log. */
    public String logTail(String name, int lines) {
        try {
            List<String> log =
                    Files.readAllLines(dir.resolve("logs").resolve(name + ".log"), StandardCharsets.ISO_8859_1);
            return String.join("\n", log.subList(Math.max(0, log.size() - lines), log.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Stops the suite as a user does, by TERM, and waits for its end. */
    @Override
    public void close() {
        run.destroy();
        try {
            if (!run.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("./run did not stop within " + STOP_MAX + ":\n" + String.join("\n", output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!keepsFolder) {
            delete();
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                boolean _ = file.toFile().delete();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
