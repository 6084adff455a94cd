package io.tradepath.feed.session;

import java.time.Duration;

/** A bound on what a client may send: so many frames a second on average, ten seconds' worth at once. */
final class FrameRate {
    private static final int SECONDS_AT_ONCE = 10;
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final int perSecond;
    private long allowance;
    private long sinceNanos;

    FrameRate(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.allowance = (long) perSecond * SECONDS_AT_ONCE;
        this.sinceNanos = nowNanos;
    }

    int perSecond() {
        return perSecond;
    }

    /** Counts one frame; false where it is one too many. */
    boolean allows(long nowNanos) {
        long seconds = (nowNanos - sinceNanos) / SECOND_NANOS;
        if (seconds > 0) {
            sinceNanos += seconds * SECOND_NANOS;
            allowance = Math.min(allowance + seconds * perSecond, (long) perSecond * SECONDS_AT_ONCE);
        }
        return --allowance >= 0;
    }
}
