package io.tradepath.suite;

import java.util.Locale;

/**
 * The programs of the suite, each with the jar that holds it and the memory that it gets.
 *
 * <p>The heaps are what a laptop with a few users needs; in AWS the container's limits decide.
 */
enum Program {
    POSTGRES(Stage.BACKING, "backing-local/target/backing-local-exec.jar", 32),
    KAFKA(Stage.BACKING, "backing-local/target/backing-local-exec.jar", 224),
    ISSUER(Stage.BACKING, "backing-local/target/backing-local-exec.jar", 64),
    ACCOUNTS(Stage.SERVICE, "accounts-service/target/accounts-service-exec.jar", 160),
    EXECUTIONS(Stage.SERVICE, "executions-service/target/executions-service-exec.jar", 192),
    FEED(Stage.SERVICE, "feed-service/target/feed-service-exec.jar", 192),
    GATEWAY(Stage.EDGE, "gateway-local/target/gateway-local.jar", 128);

    /** The order in which the suite stops: the way in first, what the services stand on last. */
    enum Stage {
        EDGE,
        SERVICE,
        BACKING
    }

    private final Stage stage;
    private final String jar;
    private final int heapMegabytes;

    Program(Stage stage, String jar, int heapMegabytes) {
        this.stage = stage;
        this.jar = jar;
        this.heapMegabytes = heapMegabytes;
    }

    Stage stage() {
        return stage;
    }

    /** The built jar, relative to the project's folder. */
    String jar() {
        return jar;
    }

    int heapMegabytes() {
        return heapMegabytes;
    }

    /** The name of pid and log files, and of the program on the command line: {@code accounts}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The logical id of the service's target group in the template: {@code Accounts}. */
    String targetGroup() {
        return name().charAt(0) + label().substring(1);
    }

    boolean scales() {
        return stage == Stage.SERVICE;
    }
}
