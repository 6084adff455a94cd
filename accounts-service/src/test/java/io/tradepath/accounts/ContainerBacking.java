package io.tradepath.accounts;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** Containers of the images that docker-compose.yml takes, by the same variables. */
final class ContainerBacking implements Backing {
    private static final DockerImageName POSTGRES = image("TRADEPATH_POSTGRES_IMAGE", "postgres", "18");
    private static final DockerImageName KAFKA = image("TRADEPATH_KAFKA_IMAGE", "apache/kafka", "4.2.0");

    /** The instances' parent, so that what one of them closes at its end are not the others' containers. */
    private final ConfigurableApplicationContext containers = new SpringApplicationBuilder(Containers.class)
            .web(WebApplicationType.NONE)
            .run();

    private final AtomicInteger databases = new AtomicInteger();

    /** Not a {@code @Configuration}: the service's own scan would find it. */
    @ImportAutoConfiguration(ServiceConnectionAutoConfiguration.class)
    static class Containers {
        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            // Not Testcontainers' own command, which switches fsync off.
            return new PostgreSQLContainer(POSTGRES)
                    .withCommand("postgres", "-c", "max_connections=200")
                    .withDatabaseName(NAME)
                    .withUsername(NAME)
                    .withPassword(NAME);
        }

        /** The service has no Spring for Kafka, whose connection details it would take: it is told by its setting. */
        @Bean
        KafkaContainer kafka() {
            return new KafkaContainer(KAFKA);
        }
    }

    private static DockerImageName image(String variable, String name, String tag) {
        String local = System.getenv(variable);
        return DockerImageName.parse(local == null ? name + ":" + tag : local).asCompatibleSubstituteFor(name);
    }

    /** Whether there is an engine, and the images are there or can be pulled. */
    static boolean canBeHad() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        try {
            new RemoteDockerImage(POSTGRES).get();
            new RemoteDockerImage(KAFKA).get();
            return true;
        } catch (RuntimeException e) {
            System.out.println("A Docker engine, but no images: " + e);
            return false;
        }
    }

    private PostgreSQLContainer postgres() {
        return containers.getBean(PostgreSQLContainer.class);
    }

    @Override
    public void connect(SpringApplicationBuilder application, List<String> arguments) {
        application.parent(containers);
    }

    @Override
    public String sharedDatabase() {
        return postgres().getJdbcUrl();
    }

    @Override
    public String freshDatabase() {
        String name = NAME + "_" + databases.incrementAndGet();
        try (Connection connection = postgres().createConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "jdbc:postgresql://%s:%d/%s".formatted(postgres().getHost(), postgresPort(), name);
    }

    @Override
    public int postgresPort() {
        return Objects.requireNonNull(postgres().getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
    }

    @Override
    public String kafka() {
        return containers.getBean(KafkaContainer.class).getBootstrapServers();
    }
}
