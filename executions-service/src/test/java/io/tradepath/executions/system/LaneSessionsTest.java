package io.tradepath.executions.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sessions that orders are decided in are set to, and those beside them are not. */
class LaneSessionsTest {
    private final Service service = Service.RUNNING;

    @ParameterizedTest
    @CsvSource({
        "lock_timeout, 50ms, 0",
        "enable_seqscan, off, on",
        "transaction_isolation, read committed, read committed"
    })
    void areTheLanesOwn(String setting, String lanes, String others) throws SQLException {
        assertThat(show(service.first.getBean("lanesDataSource", DataSource.class), setting))
                .isEqualTo(lanes);
        assertThat(show(service.first.getBean(DataSource.class), setting)).isEqualTo(others);
    }

    private static String show(DataSource database, String setting) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
