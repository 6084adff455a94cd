package io.tradepath.backing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.backing.SharedBacking;
import io.tradepath.backing.state.BackingException;
import io.tradepath.backing.state.LoopbackPort;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPostgresTest {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String WRONG_PASSWORD = "28P01";

    private final LocalPostgres postgres = SharedBacking.postgres();

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "max_connections, 200",
        "server_encoding, UTF8",
        "data_checksums, on",
    })
    void runsWithTheSettingsThatProductionHas(String setting, String value) throws SQLException {
        postgres.createDatabase("accounts");
        assertThat(query("accounts", "accounts", "SHOW " + setting)).isEqualTo(value);
    }

    @Test
    void isPostgreSql18() throws SQLException {
        postgres.createDatabase("accounts");
        assertThat(query("accounts", "accounts", "SHOW server_version")).startsWith("18.");
    }

    @ParameterizedTest
    @CsvSource({"accounts, executions", "executions, accounts", "accounts, postgres", "executions, template1"})
    void letsNobodyConnectToAnothersDatabase(String user, String database) {
        postgres.createDatabase("accounts");
        postgres.createDatabase("executions");
        assertThatThrownBy(() -> query(database, user, "SELECT 1"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    @Test
    void asksForAPasswordOnLoopbackToo() {
        postgres.createDatabase("accounts");
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("accounts"), "accounts", "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(WRONG_PASSWORD));
    }

    @Test
    void letsTheOwnerMakeTables() throws SQLException {
        String url = SharedBacking.freshDatabase("accounts");
        try (Connection connection = DriverManager.getConnection(url, "accounts", "accounts");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id bigint PRIMARY KEY)");
            assertThat(statement.executeUpdate("INSERT INTO t VALUES (1)")).isEqualTo(1);
        }
    }

    @Test
    void keepsADatabaseThatIsMadeAgain() throws SQLException {
        postgres.createDatabase("made_again");
        execute(postgres, "made_again", "CREATE TABLE t AS SELECT 42 AS answer");

        postgres.createDatabase("made_again");

        assertThat(query("made_again", "made_again", "SELECT answer FROM t")).isEqualTo("42");
    }

    @Test
    void refusesANameThatIsNotAPlainWord() {
        assertThatThrownBy(() -> postgres.createDatabase("a\"; DROP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a\"; DROP");
    }

    @Test
    void namesThePortThatAnotherProgramHas(@TempDir Path directory) {
        assertThatThrownBy(() -> LocalPostgres.start(directory, postgres.port()))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("port " + postgres.port());
    }

    @Test
    void keepsDataOverARestartAndItsFolderToItself(@TempDir Path directory) throws SQLException {
        int port = LoopbackPort.anyFree();
        try (LocalPostgres first = LocalPostgres.start(directory, port)) {
            first.createDatabase("kept");
            execute(first, "kept", "CREATE TABLE t AS SELECT 42 AS answer");

            assertThatThrownBy(() -> LocalPostgres.start(directory, LoopbackPort.anyFree()))
                    .isInstanceOf(BackingException.class)
                    .hasMessageContaining("is in use by another process");
        }
        try (LocalPostgres second = LocalPostgres.start(directory, port)) {
            assertThat(query(second, "kept", "kept", "SELECT answer FROM t")).isEqualTo("42");
        }
    }

    private String query(String database, String user, String sql) throws SQLException {
        return query(postgres, database, user, sql);
    }

    private static String query(LocalPostgres postgres, String database, String user, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(database), user, user);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void execute(LocalPostgres postgres, String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(database), database, database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
