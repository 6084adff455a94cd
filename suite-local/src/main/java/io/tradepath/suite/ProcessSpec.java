package io.tradepath.suite;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * One process of the suite: how it is started and how it is seen to be ready.
 *
 * @param name of its pid and log files: {@code feed}, {@code feed-2}
 * @param environment settings added to what the supervisor itself has
 * @param ports that it listens on, which must be free before it starts
 */
record ProcessSpec(
        String name,
        Program program,
        List<String> command,
        Map<String, String> environment,
        List<Integer> ports,
        Readiness readiness) {

    ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
    }

    /** What answers when the process can do its work. */
    sealed interface Readiness {
        /** A GET that is answered with 200. */
        record Http(URI address) implements Readiness {}

        /** A connection on loopback that is accepted. */
        record Tcp(int port) implements Readiness {}
    }
}
