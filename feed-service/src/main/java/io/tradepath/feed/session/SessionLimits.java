package io.tradepath.feed.session;

import java.time.Duration;

/**
 * What a client may use and how long it may take.
 *
 * @param frameBytesMax of a STOMP frame and of a WebSocket message
 * @param subscriptionsMax of a session
 * @param sessionsPerIdentityMax of one subject at this instance
 * @param connectMax from the open socket to CONNECT
 * @param silenceMax without a byte and without an answer to a ping; the ping goes out after a third of it
 * @param stallMax that one write may take
 * @param closeMax from the decision to close to the end of the socket
 * @param behindMax updates for each subscription that a session may be behind before it gets the latest only
 * @param framesPerSecondMax that a client may send, averaged over ten seconds
 */
public record SessionLimits(
        int frameBytesMax,
        int subscriptionsMax,
        int sessionsPerIdentityMax,
        Duration connectMax,
        Duration silenceMax,
        Duration stallMax,
        Duration closeMax,
        int behindMax,
        int framesPerSecondMax) {
    /** The service says something this often, and wants the same of a client that offers it. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(10);

    public SessionLimits {
        if (frameBytesMax < 1024 || subscriptionsMax < 1 || sessionsPerIdentityMax < 1 || behindMax < 1) {
            throw new IllegalArgumentException("limits too low");
        }
    }

    /** Those that the service has unless it is told otherwise. */
    public static SessionLimits standard() {
        return new SessionLimits(
                64 * 1024,
                512,
                200,
                Duration.ofSeconds(10),
                Duration.ofSeconds(45),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                16,
                100);
    }

    /** The same with another bound on the sessions of one identity. */
    public SessionLimits withSessionsPerIdentity(int max) {
        return new SessionLimits(
                frameBytesMax,
                subscriptionsMax,
                max,
                connectMax,
                silenceMax,
                stallMax,
                closeMax,
                behindMax,
                framesPerSecondMax);
    }
}
