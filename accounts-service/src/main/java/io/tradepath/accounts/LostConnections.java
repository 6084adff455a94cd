package io.tradepath.accounts;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Transactions whose connection is lost in the middle. The pool closes such a connection at once, so that whatever is
 * tried on it afterwards fails with "Connection is closed": an exception without an SQLState, which would hide the one
 * that tells what to answer.
 */
@Configuration(proxyBeanMethods = false)
class LostConnections {
    private static final Logger LOG = LoggerFactory.getLogger(LostConnections.class);

    @Bean
    PlatformTransactionManager transactionManager() {
        return new JpaTransactionManager() {
            // Hibernate tries to roll back when a commit fails, and reports the failure of that.
            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                try {
                    super.doCommit(status);
                } catch (RuntimeException e) {
                    throw isClosed(e) ? lostAtCommit(e) : e;
                }
            }

            // It fails only when the connection is gone, and then PostgreSQL has rolled back already.
            @Override
            protected void doRollback(DefaultTransactionStatus status) {
                try {
                    super.doRollback(status);
                } catch (RuntimeException e) {
                    LOG.debug("Rolled back by the loss of the connection", e);
                }
            }
        };
    }

    private static boolean isClosed(RuntimeException e) {
        return NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql && sql.getSQLState() == null;
    }

    private static TransactionSystemException lostAtCommit(RuntimeException e) {
        return new TransactionSystemException(
                "committed or not", new SQLTransientConnectionException("the connection was lost at COMMIT", e));
    }
}
