package io.tradepath.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A suite that {@code ./run} started on a new folder and free ports, from the call until READY and until it is closed. */
public final class RunningSuite implements AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");
    private static final Pattern PROCESS = Pattern.compile("-Dtradepath\\.process=(\\S+)");
    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

    private final Path folder;
    private final Process run;
    private final Duration ready;

    private RunningSuite(Path folder, Process run, Duration ready) {
        this.folder = folder;
        this.run = run;
        this.ready = ready;
    }

    /** Starts one and waits until it is ready. */
    public static RunningSuite start(Path home, String... options) throws IOException {
        Path folder = Files.createTempDirectory("tradepath-bench-");
        List<String> command =
                new ArrayList<>(List.of(home.resolve("run").toString(), "--no-build", "--dir", folder.toString()));
        command.addAll(List.of(options));
        long start = System.nanoTime();
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        // A benchmark that is interrupted leaves nothing running.
        Runtime.getRuntime().addShutdownHook(new Thread(run::destroy));
        BufferedReader output = new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith("READY ")) {
                return new RunningSuite(folder, run, Duration.ofNanos(System.nanoTime() - start));
            }
        }
        throw new IOException("the suite did not become ready:\n" + String.join("\n", said));
    }

    /** From the call of {@code ./run} to READY. */
    Duration ready() {
        return ready;
    }

    /** What the database says about how it keeps what it acknowledges. */
    public String durability() throws IOException, SQLException {
        List<String> settings = new ArrayList<>();
        try (Connection connection = database("accounts");
                Statement statement = connection.createStatement()) {
            for (String name : DURABILITY) {
                try (ResultSet value = statement.executeQuery("SHOW " + name)) {
                    value.next();
                    settings.add(name + " " + value.getString(1));
                }
            }
        }
        return String.join(", ", settings);
    }

    /** A connection to a service's database as its own user. */
    public Connection database(String service) throws IOException, SQLException {
        String address = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port("postgres"), service);
        return DriverManager.getConnection(address, service, service);
    }

    /** A process's port, by its name. */
    public int port(String name) throws IOException {
        Matcher port =
                Pattern.compile("\"" + name + "\": (\\d+)").matcher(Files.readString(folder.resolve("ports.json")));
        if (!port.find()) {
            throw new IOException("no port of " + name + " in " + folder.resolve("ports.json"));
        }
        return Integer.parseInt(port.group(1));
    }

    /**
     * The memory of each process of the suite in megabytes, each page that processes share divided among them, so that
     * the sum is what the suite takes from the machine. PostgreSQL's processes count as one.
     */
    Map<String, Double> memory() {
        Map<String, Double> megabytes = new TreeMap<>();
        megabytes.put("supervisor", megabytes(run.toHandle()));
        try (Stream<ProcessHandle> children = run.children()) {
            children.forEach(child -> {
                double sum = megabytes(child)
                        + child.descendants()
                                .mapToDouble(RunningSuite::megabytes)
                                .sum();
                megabytes.merge(name(child), sum, Double::sum);
            });
        }
        return megabytes;
    }

    /**
     * The processor time that each process of the suite has used so far, in seconds, the kernel's part included.
     * PostgreSQL's processes count as one; what those had used that have ended is not in it.
     */
    public Map<String, Double> cpuSeconds() {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<ProcessHandle> children = run.children()) {
            children.forEach(child -> seconds.merge(
                    name(child),
                    Stream.concat(Stream.of(child), child.descendants())
                            .mapToDouble(RunningSuite::cpuSeconds)
                            .sum(),
                    Double::sum));
        }
        return seconds;
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static String name(ProcessHandle process) {
        Matcher name = PROCESS.matcher(process.info().commandLine().orElse(""));
        return name.find() ? name.group(1) : "other";
    }

    private static double megabytes(ProcessHandle process) {
        try {
            Matcher pss = PSS.matcher(Files.readString(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup")));
            return pss.find() ? Long.parseLong(pss.group(1)) / 1024.0 : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("memory is read from /proc, which this system has not", e);
        }
    }

    @Override
    public void close() throws IOException {
        run.destroy();
        try {
            if (!run.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the suite did not stop within " + STOP_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the suite stops", e);
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
