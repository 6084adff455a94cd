package io.tradepath.executions.system;

import io.tradepath.backing.SharedBacking;
import io.tradepath.events.Topics;
import io.tradepath.executions.ExecutionsApplication;
import io.tradepath.wire.TopicSetup;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two instances of the service on one database, and what is around them; started once, ended with the JVM. */
final class Service {
    static final Service RUNNING = new Service();

    final QuotePublisher quotes;
    final AccountsOnTheBus accounts;
    final ConfigurableApplicationContext first;
    final ConfigurableApplicationContext second;
    final String jdbcUrl = SharedBacking.freshDatabase("executions");

    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    private Service() {
        String bootstrap = SharedBacking.kafka().bootstrapServers();
        try {
            // What accounts and feed would have created.
            TopicSetup.create(
                    Map.of("bootstrap.servers", bootstrap),
                    List.of(Topics.QUOTES, Topics.ACCOUNTS, Topics.ACCOUNT_EVENTS));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        quotes = new QuotePublisher(bootstrap);
        accounts = new AccountsOnTheBus(bootstrap);
        first = start(jdbcUrl, bootstrap);
        second = start(jdbcUrl, bootstrap);
    }

    static ConfigurableApplicationContext start(String jdbcUrl, String bootstrap, String... more) {
        return new SpringApplicationBuilder(ExecutionsApplication.class)
                .properties(Map.of())
                .run(arguments(jdbcUrl, bootstrap, more));
    }

    private static String[] arguments(String jdbcUrl, String bootstrap, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.kafka.bootstrap-servers=" + bootstrap,
                "--tradepath.issuer=" + SharedBacking.issuer().issuer(),
                "--tradepath.jwks-uri=" + SharedBacking.issuer().jwksUri()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    static int port(ConfigurableApplicationContext instance) {
        return instance.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    static int managementPort(ConfigurableApplicationContext instance) {
        return instance.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    /** A client of the first instance with all that {@code who} may. */
    Client client(String who) {
        return new Client(port(first), token(who));
    }

    String token(String who) {
        return tokens.computeIfAbsent(who, SharedBacking.issuer()::token);
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, "executions", "executions");
    }
}
