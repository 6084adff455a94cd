package io.tradepath.feed.session;

import io.tradepath.feed.streams.UpdateRing;
import java.util.function.LongSupplier;

/** What all sessions of an instance share. */
record SessionContext(SessionLimits limits, StompFeed.Sources sources, SessionMeters meters, SessionRegistry registry) {
    UpdateRing ring() {
        return sources.ring();
    }

    LongSupplier nanoTime() {
        return sources.nanoTime();
    }
}
