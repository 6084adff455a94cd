package io.tradepath.wire;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that cannot do its work now from work that cannot be done. */
public final class Failures {
    private static final int CAUSES_MAX = 16;
    /** Connection; transaction rolled back (deadlock, serialization); resources; operator; system. */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58");

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** The process was stopped in the middle of a transaction, and the server has ended the connection. */
    private static final String IDLE_IN_TRANSACTION = "25P03";

    private Failures() {}

    /** True where the same work may succeed later: the failure, or one that caused it, is the database's own. */
    public static boolean isTransient(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql && isTransientState(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** What the database said no with, where it was the database: its SQLSTATE. */
    static Optional<String> databaseRefusal(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of("the database refused it with SQLSTATE " + sql.getSQLState());
            }
        }
        return Optional.empty();
    }

    private static boolean isTransientState(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.equals(LOCK_NOT_AVAILABLE)
                        || sqlState.equals(IDLE_IN_TRANSACTION)
                        || TRANSIENT_CLASSES.contains(sqlState.substring(0, Math.min(2, sqlState.length()))));
    }
}
