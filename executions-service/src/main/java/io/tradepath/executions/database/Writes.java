package io.tradepath.executions.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements of one transaction that are sent together, so that they cost one round trip and not one each. They run in the
 * order in which they were added; after one that fails none runs.
 */
public final class Writes {
    private final Connection connection;
    private final List<String> statements = new ArrayList<>();
    private final List<Array> parameters = new ArrayList<>();

    public Writes(Connection connection) {
        this.connection = connection;
    }

    /** Gives a statement's parameters. */
    public interface Parameters {
        List<Array> on(Connection connection) throws SQLException;
    }

    /** Adds {@code sql}, whose parameters are the set's columns in the order in which they were named; not for no rows. */
    public <T> void add(RowSet<T> set, String sql, List<T> rows) throws SQLException {
        if (!rows.isEmpty()) {
            add(sql, connection -> set.arrays(connection, rows));
        }
    }

    /** Adds {@code sql}; what it returns, if anything, is not looked at. */
    public void add(String sql, Parameters values) throws SQLException {
        statements.add(sql);
        parameters.addAll(values.on(connection));
    }

    /** Sends what has been added, and begins anew. */
    public void execute() throws SQLException {
        if (statements.isEmpty()) {
            return;
        }
        // The driver takes statements apart at the semicolons, and prepares and sends them as one.
        try (PreparedStatement all = connection.prepareStatement(String.join(";\n", statements))) {
            for (int i = 0; i < parameters.size(); i++) {
                all.setArray(i + 1, parameters.get(i));
            }
            all.execute();
        }
        statements.clear();
        parameters.clear();
    }
}
