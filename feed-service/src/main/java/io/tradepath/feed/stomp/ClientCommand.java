package io.tradepath.feed.stomp;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The commands that STOMP 1.2 gives a client. */
public enum ClientCommand {
    CONNECT,
    STOMP,
    SUBSCRIBE,
    UNSUBSCRIBE,
    SEND,
    ACK,
    NACK,
    BEGIN,
    COMMIT,
    ABORT,
    DISCONNECT;

    private static final Map<String, ClientCommand> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    static @Nullable ClientCommand named(String name) {
        return BY_NAME.get(name);
    }

    /** CONNECT's headers stand as they are, for the sake of STOMP 1.0. */
    boolean escapesHeaders() {
        return this != CONNECT && this != STOMP;
    }

    /** Of a client's frames only SEND may have a body. */
    boolean mayHaveBody() {
        return this == SEND;
    }
}
