package io.tradepath.feed.session;

import io.tradepath.events.AccountId;
import io.tradepath.feed.accounts.EventSource;
import io.tradepath.feed.streams.StreamNames;
import org.jspecify.annotations.Nullable;

/** What may be subscribed to. */
sealed interface Destination {
    String STATUS = "/topic/status";

    /** Quotes or candles; the number is the ring's. */
    record Public(int stream) implements Destination {}

    /** An account's events. */
    record Private(EventSource source, AccountId account) implements Destination {}

    /** The state of the market and of this instance. */
    record Status() implements Destination {}

    /** The destination of this name, or null where there is none: wildcards name none. */
    static @Nullable Destination find(String name, StreamNames streams) {
        Integer stream = streams.find(name);
        if (stream != null) {
            return new Public(stream);
        }
        if (name.equals(STATUS)) {
            return new Status();
        }
        for (EventSource source : EventSource.values()) {
            if (name.startsWith(source.destinationPrefix())) {
                return account(source, name.substring(source.destinationPrefix().length()));
            }
        }
        return null;
    }

    private static @Nullable Destination account(EventSource source, String id) {
        try {
            return new Private(source, new AccountId(id));
        } catch (IllegalArgumentException notAnIdentifier) {
            return null;
        }
    }
}
