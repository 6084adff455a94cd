package io.tradepath.backing;

import io.tradepath.backing.issuer.LocalIssuer;
import io.tradepath.backing.kafka.LocalKafka;
import io.tradepath.backing.postgres.LocalPostgres;
import io.tradepath.backing.state.BackingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.logging.LogManager;

/**
 * Runs one of the local servers until it is told to end (TERM), or until the server ends by itself, which is a failure
 * that a supervisor sees by the exit status.
 */
final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<String> given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        quietLogging();
        try {
            run(Options.parse(given));
        } catch (Options.UsageException e) {
            System.err.println(e.getMessage());
            System.err.println();
            System.err.print(Options.USAGE);
            System.exit(MISUSED);
        } catch (BackingException e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
        }
    }

    /** Each server ends with the JVM, so TERM needs nothing here. */
    private static void run(Options options) throws InterruptedException {
        switch (options.server()) {
            case POSTGRES -> runPostgres(options);
            case KAFKA -> runKafka(options);
            case ISSUER -> runIssuer(options);
        }
    }

    private static void runPostgres(Options options) throws InterruptedException {
        LocalPostgres postgres = LocalPostgres.startForeground(options.directory(), options.port());
        postgres.createDatabase("accounts");
        postgres.createDatabase("executions");
        ready("postgres", options);
        postgres.awaitEnd();
    }

    private static void runKafka(Options options) {
        LocalKafka kafka = LocalKafka.start(options.directory(), options.port());
        ready("kafka", options);
        kafka.awaitEnd();
    }

    private static void runIssuer(Options options) {
        LocalIssuer.start(options.directory(), options.bind(), options.port(), options.issuerOrDefault());
        ready("issuer", options); // its web server keeps the JVM alive
    }

    private static void ready(String server, Options options) {
        System.out.printf("%s is ready on %s:%d%n", server, options.bind(), options.port());
    }

    /** Warnings and errors only, a line each, on standard error. */
    private static void quietLogging() {
        try (InputStream settings = Main.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new BackingException("logging.properties is part of this jar", e);
        }
    }
}
