package io.tradepath.feed.jetty;

import java.util.Set;

/**
 * How the WebSocket endpoint is set up.
 *
 * @param origins that a browser's page may have; a request without Origin is not a browser's
 * @param sessionsMax open sockets of the instance
 * @param messageBytesMax of a message that a client sends
 * @param inputBytes of a session's read buffer
 */
public record StompEndpointSettings(Set<String> origins, int sessionsMax, int messageBytesMax, int inputBytes) {
    private static final int INPUT_BYTES = 4 * 1024;

    public StompEndpointSettings {
        origins = Set.copyOf(origins);
    }

    public static StompEndpointSettings of(Set<String> origins, int sessionsMax, int messageBytesMax) {
        return new StompEndpointSettings(origins, sessionsMax, messageBytesMax, INPUT_BYTES);
    }
}
