package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradepath.backing.SharedBacking;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The script of the container {@code login}, as the template has it, against the real PostgreSQL. */
class DatabaseLoginTest {
    private static final Pattern SQL = Pattern.compile("(?s)psql -q -v ON_ERROR_STOP=1 <<'SQL'\n(.*?)\n +SQL\n");
    private static final Duration MAX = Duration.ofSeconds(30);
    private static final String OWNER = "CREATE ROLE owner LOGIN CREATEROLE CREATEDB PASSWORD 'owner'";

    @BeforeAll
    static void makeTheDatabaseAsRdsDoes() throws SQLException {
        assumeTrue(Command.exists("psql"), "needs psql: infra/ci/install.sh");
        SharedBacking.postgres().createDatabase("accounts");
        try (Connection superuser = DriverManager.getConnection(
                        SharedBacking.postgres().jdbcUrl("postgres"), "postgres", "postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute(OWNER);
            statement.execute("CREATE DATABASE money OWNER owner");
        }
    }

    @Test
    void bothLoginsTakeTurnsOverTheSameTables() throws SQLException {
        setUp("money_a", "first");
        setUp("money_a", "first");
        execute("money_a", "first", "CREATE TABLE posting (id int)", "INSERT INTO posting VALUES (1)");
        setUp("money_b", "second");
        execute("money_b", "second", "INSERT INTO posting VALUES (2)", "ALTER TABLE posting ADD COLUMN note text");
        execute("money_a", "first", "INSERT INTO posting VALUES (3)");
        setUp("money_a", "third");
        execute("money_a", "third", "SELECT note FROM posting");
        assertThatThrownBy(() -> execute("money_a", "first", "SELECT 1")).hasMessageContaining("password");
    }

    @Test
    void aLoginMayDoNothingElse() throws SQLException {
        setUp("money_a", "first");
        assertThatThrownBy(() -> execute("money_a", "first", "CREATE ROLE more"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connect("accounts", "money_a", "first").close())
                .isInstanceOf(SQLException.class);
    }

    private static void setUp(String login, String password) {
        Matcher script = SQL.matcher(Project.text(Project.infra().resolve("tradepath.yaml")));
        assertThat(script.find()).isTrue();
        URI postgres = URI.create(SharedBacking.postgres().jdbcUrl("money").substring("jdbc:".length()));
        Map<String, String> environment = Map.of(
                "PGHOST",
                postgres.getHost(),
                "PGPORT",
                Integer.toString(postgres.getPort()),
                "PGUSER",
                "owner",
                "PGPASSWORD",
                "owner",
                "PGDATABASE",
                "money",
                "LOGIN",
                login,
                "PASSWORD",
                password);
        String command =
                "psql -q -v ON_ERROR_STOP=1 <<'SQL'\n" + script.group(1).stripIndent() + "\nSQL\n";
        Command.run(MAX, environment, List.of("sh", "-euc", command)).expectSuccess();
    }

    private static void execute(String login, String password, String... statements) throws SQLException {
        try (Connection connection = connect("money", login, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect(String database, String login, String password) throws SQLException {
        return DriverManager.getConnection(SharedBacking.postgres().jdbcUrl(database), login, password);
    }
}
