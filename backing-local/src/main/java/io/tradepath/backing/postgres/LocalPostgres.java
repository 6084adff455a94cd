package io.tradepath.backing.postgres;

import io.tradepath.backing.state.BackingException;
import io.tradepath.backing.state.EndsWithJvm;
import io.tradepath.backing.state.LoopbackPort;
import io.tradepath.backing.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A running PostgreSQL. It listens on 127.0.0.1 only and keeps what it acknowledged: {@code fsync},
 * {@code synchronous_commit} and {@code full_page_writes} are on.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final Duration READY_AT_MOST = Duration.ofMinutes(2); // recovery after a crash replays the log
    private static final Duration READY_POLL = Duration.ofMillis(20);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** What differs from PostgreSQL's defaults, or must not be left to them. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", LoopbackPort.ADDRESS),
            Map.entry("unix_socket_directories", ""),
            // The pools of several replicas of two services, their relays, and a person with a console.
            Map.entry("max_connections", "200"),
            Map.entry("shared_buffers", "128MB"),
            // In the data folder, not in /dev/shm, where a killed server would leave it.
            Map.entry("dynamic_shared_memory_type", "mmap"),
            // Short statements only; compiling one costs more than running it.
            Map.entry("jit", "off"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"));

    private final EndsWithJvm end;
    private final Process process;
    private final int port;

    private LocalPostgres(EndsWithJvm end, Process process, int port) {
        this.end = end;
        this.process = process;
        this.port = port;
    }

    /** Starts with the state in {@code directory}; the server's log goes to {@code postgres.log} there. */
    public static LocalPostgres start(Path directory, int port) {
        return start(
                directory,
                port,
                Redirect.appendTo(directory.resolve("postgres.log").toFile()),
                false);
    }

    /** Starts with the state in {@code directory}; the server writes its log to this process's own output. */
    public static LocalPostgres startForeground(Path directory, int port) {
        return start(directory, port, Redirect.INHERIT, false);
    }

    /** Starts an empty one in a temporary folder, on a free port; the folder goes when it stops. */
    public static LocalPostgres startFresh() {
        try {
            Path directory = Files.createTempDirectory("tradepath-postgres");
            Redirect log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
            return start(directory, LoopbackPort.anyFree(), log, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalPostgres start(Path directory, int port, Redirect log, boolean deletedAtEnd) {
        StateDirectory state = StateDirectory.claim(directory, deletedAtEnd);
        PostgresBinaries binaries = new PostgresBinaries(state.resolve("binaries"));
        Postmaster postmaster = new Postmaster(binaries, state.resolve("data"));
        EndsWithJvm end = new EndsWithJvm(() -> {
            postmaster.stopWithChildren();
            state.close();
        });
        try {
            binaries.unpack();
            postmaster.stopLeftovers();
            LoopbackPort.requireFree(port);
            makeDataDirectory(binaries, postmaster.data());
            Process process = launch(postmaster, port, log);
            awaitReady(postmaster, process);
            return new LocalPostgres(end, process, port);
        } catch (RuntimeException e) {
            end.close();
            throw e;
        }
    }

    /** initdb into a folder beside it, then renamed: a data folder is whole or not there. */
    private static void makeDataDirectory(PostgresBinaries binaries, Path data) {
        if (Files.exists(data)) {
            return;
        }
        Path unfinished = data.resolveSibling("data.new");
        StateDirectory.delete(unfinished);
        try {
            Path password = Files.writeString(data.resolveSibling("superuser-password"), SUPERUSER);
            binaries.run(
                    "initdb",
                    List.of(
                            "--pgdata=" + unfinished,
                            "--username=" + SUPERUSER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--no-locale",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--no-instructions"));
            Files.delete(password);
            Files.move(unfinished, data);
        } catch (IOException e) {
            throw new BackingException("cannot make the data folder %s: %s".formatted(data, e), e);
        }
    }

    private static Process launch(Postmaster postmaster, int port, Redirect log) {
        List<String> arguments =
                new ArrayList<>(List.of("-D", postmaster.data().toString(), "-p", String.valueOf(port)));
        SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        try {
            return new ProcessBuilder(postmaster.binaries().command("postgres", arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException e) {
            throw new BackingException("cannot start PostgreSQL: " + e.getMessage(), e);
        }
    }

    private static void awaitReady(Postmaster postmaster, Process process) {
        long deadline = System.nanoTime() + READY_AT_MOST.toNanos();
        try {
            while (!postmaster.isReady(process.pid())) {
                if (process.waitFor(READY_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new BackingException("PostgreSQL ended with %d while it started; its log says why"
                            .formatted(process.exitValue()));
                }
                if (System.nanoTime() > deadline) {
                    throw new BackingException("PostgreSQL was not ready after " + READY_AT_MOST);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackingException("interrupted while PostgreSQL started", e);
        }
    }

    public int port() {
        return port;
    }

    /** The postmaster's process id: what a test kills. */
    public long postmasterPid() {
        return process.pid();
    }

    /** A JDBC URL without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(LoopbackPort.ADDRESS, port, database);
    }

    /** {@link #createDatabase(String, String)} with the owner named like the database. */
    public String createDatabase(String name) {
        return createDatabase(name, name);
    }

    /**
     * Makes the user {@code owner}, with its name as password, and the database {@code name} of it, each where it is
     * missing. Only the owner can connect to the database.
     *
     * @return the database's JDBC URL
     */
    public String createDatabase(String name, String owner) {
        requireName(name);
        requireName(owner);
        try (Connection connection = DriverManager.getConnection(jdbcUrl(SUPERUSER), SUPERUSER, SUPERUSER);
                Statement statement = connection.createStatement()) {
            // A fresh server lets everybody connect to its own databases.
            statement.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC");
            if (!exists(connection, "SELECT FROM pg_roles WHERE rolname = ?", owner)) {
                statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(owner, owner));
            }
            if (!exists(connection, "SELECT FROM pg_database WHERE datname = ?", name)) {
                statement.execute("CREATE DATABASE %s OWNER %s".formatted(name, owner));
            }
            statement.execute("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(name));
            return jdbcUrl(name);
        } catch (SQLException e) {
            throw new BackingException("cannot make the database %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a plain database or user name: " + name);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    /** Waits until the postmaster has ended; fails when it did so by itself. */
    public void awaitEnd() throws InterruptedException {
        int status = process.waitFor();
        if (!end.begun()) {
            throw new BackingException("PostgreSQL ended by itself, with status " + status);
        }
    }

    /** Ends it; clients are cut off. The end of the JVM does the same. */
    @Override
    public void close() {
        end.close();
    }
}
