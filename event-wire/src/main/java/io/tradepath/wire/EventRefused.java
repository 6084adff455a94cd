package io.tradepath.wire;

import org.jspecify.annotations.Nullable;

/**
 * An {@link InboxHandler} cannot apply an event as it is. The event parks its account, and the message is the reason
 * that an operator reads; the cause is for the log.
 */
public final class EventRefused extends RuntimeException {
    public EventRefused(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
