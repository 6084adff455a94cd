package io.tradepath.backing.state;

import org.jspecify.annotations.Nullable;

/** A local server that cannot run, said in a sentence for the person who started it. */
public final class BackingException extends RuntimeException {
    public BackingException(String message) {
        super(message);
    }

    public BackingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
