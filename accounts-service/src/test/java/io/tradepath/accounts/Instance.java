package io.tradepath.accounts;

import io.tradepath.backing.SharedBacking;
import io.tradepath.events.Topics;
import io.tradepath.wire.TopicSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A running instance of the service. Two on one database are shared by all tests of the JVM; tests keep out of each
 * other's way by opening accounts of their own.
 */
public final class Instance implements AutoCloseable {
    private static @Nullable Instance first;
    private static @Nullable Instance second;

    private final ConfigurableApplicationContext context;
    private final String jdbcUrl;

    private Instance(ConfigurableApplicationContext context, String jdbcUrl) {
        this.context = context;
        this.jdbcUrl = jdbcUrl;
    }

    /** The instance that most tests talk to. */
    public static synchronized Instance first() {
        if (first == null) {
            createExecutionsTopic();
            first = startOnSharedDatabase();
        }
        return first;
    }

    /** Another on the same database. */
    public static synchronized Instance second() {
        if (second == null) {
            first();
            second = startOnSharedDatabase();
        }
        return second;
    }

    private static Instance startOnSharedDatabase() {
        SpringApplicationBuilder application = application();
        List<String> arguments = arguments(Backing.shared().kafka());
        Backing.shared().connect(application, arguments);
        return new Instance(
                application.run(arguments.toArray(String[]::new)),
                Backing.shared().sharedDatabase());
    }

    /** Executions-service would have. */
    private static void createExecutionsTopic() {
        try {
            TopicSetup.create(Map.of("bootstrap.servers", Backing.shared().kafka()), List.of(Topics.EXECUTION_EVENTS));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Starts one.
     *
     * @param jdbcUrl where it is to look for its database
     * @param directJdbcUrl where the test does
     */
    public static Instance start(String jdbcUrl, String directJdbcUrl, String kafka, String... settings) {
        List<String> arguments = arguments(kafka);
        arguments.add("--spring.datasource.url=" + jdbcUrl);
        arguments.addAll(List.of(settings));
        return new Instance(application().run(arguments.toArray(String[]::new)), directJdbcUrl);
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(AccountsApplication.class, OpenApiDescription.class);
    }

    private static List<String> arguments(String kafka) {
        return new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--tradepath.issuer=" + SharedBacking.issuer().issuer(),
                "--tradepath.jwks-uri=" + SharedBacking.issuer().jwksUri()));
    }

    public Api api() {
        return new Api("http://127.0.0.1:" + port("local.server.port"));
    }

    public Api management() {
        return new Api("http://127.0.0.1:" + port("local.management.port"));
    }

    public int port() {
        return port("local.server.port");
    }

    private int port(String property) {
        return Objects.requireNonNull(context.getEnvironment().getProperty(property, Integer.class));
    }

    /** The database, past the service. */
    public JdbcClient db() {
        return JdbcClient.create(new DriverManagerDataSource(jdbcUrl, "accounts", "accounts"));
    }

    public <T> Map<String, T> beans(Class<T> type) {
        return context.getBeansOfType(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
