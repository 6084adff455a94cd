package io.tradepath.accounts;

import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * PostgreSQL and Kafka for all tests of this JVM: in containers where a Docker engine is and has or gets their images,
 * embedded elsewhere. {@code -Dtradepath.backing=containers} or {@code =embedded} says which; with the former, tests fail
 * where there is no engine.
 */
sealed interface Backing permits EmbeddedBacking, ContainerBacking {
    /** Of the user and of the database that the instances share. */
    String NAME = "accounts";

    /** The one of this JVM. */
    static Backing shared() {
        return Chosen.BACKING;
    }

    /** Connects an application to the database that the instances share. */
    void connect(SpringApplicationBuilder application, List<String> arguments);

    /** JDBC URL of the database that the instances share. */
    String sharedDatabase();

    /** JDBC URL of an empty database of the user's that nobody else has. */
    String freshDatabase();

    /** Where PostgreSQL listens on the loopback address. */
    int postgresPort();

    /** Kafka's bootstrap servers. */
    String kafka();

    /** Made when it is first asked for. */
    final class Chosen {
        private static final Backing BACKING = choose();

        private Chosen() {}

        private static Backing choose() {
            String wanted = System.getProperty("tradepath.backing", "whichever there is");
            Backing backing = switch (wanted) {
                case "containers" -> new ContainerBacking();
                case "embedded" -> new EmbeddedBacking();
                default -> ContainerBacking.canBeHad() ? new ContainerBacking() : new EmbeddedBacking();
            };
            System.out.println("Tests run with the " + backing.getClass().getSimpleName());
            return backing;
        }
    }
}
