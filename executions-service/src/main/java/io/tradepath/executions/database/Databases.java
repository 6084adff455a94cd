package io.tradepath.executions.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Two pools on one database. The lanes have one of their own, so that no number of slow reads can keep an order waiting
 * for a connection; its sessions wait no longer than {@code lock_timeout} for an account's row, and find rows by index.
 */
@Configuration(proxyBeanMethods = false)
public class Databases {
    /** Names the lanes' pool. */
    public static final String LANES = "lanes";

    @Bean
    @Primary
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(DataSourceProperties database) {
        return database.initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
    }

    @Bean
    @Qualifier(LANES)
    @ConfigurationProperties("tradepath.lanes.hikari")
    HikariDataSource lanesDataSource(DataSourceProperties database) {
        return database.initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
    }
}
