package io.tradepath.accounts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions whose connection may be lost in the middle. */
@Configuration(proxyBeanMethods = false)
class LostConnections {
    private static final Logger LOG = LoggerFactory.getLogger(LostConnections.class);

    /**
     * A rollback fails only when its connection is gone, and then PostgreSQL has rolled back already. Its failure would
     * hide the one that led to it, which tells what to answer.
     */
    @Bean
    PlatformTransactionManager transactionManager() {
        return new JpaTransactionManager() {
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
}
