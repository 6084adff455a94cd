package io.tradepath.backing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.backing.BackingProcess;
import io.tradepath.backing.state.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as a supervisor runs it: killed, half killed, told to end. */
class PostgresProcessTest {
    private static final int FAILED = 1;
    private static final int ENDED_BY_TERM = 128 + 15;

    private static final Duration REAPED_AT_MOST = Duration.ofSeconds(10); // by init, whose child an orphan is

    @TempDir
    Path directory;

    private final int port = LoopbackPort.anyFree();

    @Test
    void killedAndStartedAgainItEndsTheOldPostmasterAndKeepsTheData() throws Exception {
        BackingProcess killed = start();
        write();
        ProcessHandle orphan = postmaster();

        killed.kill();

        assertThat(orphan.isAlive()).as("the postmaster outlives its parent").isTrue();
        try (BackingProcess _ = start()) {
            assertThat(orphan.onExit()).succeedsWithin(REAPED_AT_MOST);
            assertThat(read()).isEqualTo("42");
        }
    }

    @Test
    void endsWithAFailureWhenThePostmasterDiesAndStartsAgain() throws Exception {
        BackingProcess process = start();
        write();

        postmaster().destroyForcibly();

        assertThat(process.awaitExit()).isEqualTo(FAILED);
        assertThat(process.output()).contains("PostgreSQL ended by itself");
        try (BackingProcess _ = start()) {
            assertThat(read()).isEqualTo("42");
        }
    }

    @Test
    void endsWithThePostmasterAtTerm() throws Exception {
        BackingProcess process = start();
        ProcessHandle postmaster = postmaster();
        try (Connection client = connect()) {
            process.terminate();

            assertThat(process.awaitExit()).isEqualTo(ENDED_BY_TERM);
            assertThat(postmaster.isAlive()).isFalse();
            assertThat(client.isValid(1)).isFalse();
        }
    }

    @Test
    void keepsEverythingInItsFolder() throws Exception {
        try (BackingProcess _ = start();
                var entries = Files.list(directory)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrder("binaries", "data", "lock");
        }
    }

    private BackingProcess start() {
        return BackingProcess.startReady("postgres", directory, port);
    }

    private ProcessHandle postmaster() throws IOException {
        String pid =
                Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/accounts".formatted(port), "accounts", "accounts");
    }

    private void write() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT 42 AS answer");
        }
    }

    private String read() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT answer FROM t")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
