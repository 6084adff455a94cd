package io.tradepath.feed.session;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The sessions of this instance, and how many each identity has. */
final class SessionRegistry {
    /** How often sessions look at the time. */
    static final Duration TICK = Duration.ofSeconds(1);

    private final int perIdentityMax;
    private final SessionMeters meters;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, Integer> perIdentity = new ConcurrentHashMap<>();

    SessionRegistry(int perIdentityMax, SessionMeters meters) {
        this.perIdentityMax = perIdentityMax;
        this.meters = meters;
    }

    void opened(Session session) {
        sessions.add(session);
        meters.opened();
    }

    /** Counts a session for its identity; false, and not counted, where that has as many as it may. */
    boolean connected(Identity identity) {
        int counted = perIdentity.merge(identity.subject(), 1, Integer::sum);
        if (counted > perIdentityMax) {
            disconnected(identity);
            return false;
        }
        return true;
    }

    void closed(Session session, @Nullable Identity identity) {
        if (sessions.remove(session)) {
            meters.closed(session.endedBy());
            if (identity != null) {
                disconnected(identity);
            }
        }
    }

    private void disconnected(Identity identity) {
        perIdentity.computeIfPresent(identity.subject(), (_, count) -> count == 1 ? null : count - 1);
    }

    Collection<Session> sessions() {
        return sessions;
    }
}
