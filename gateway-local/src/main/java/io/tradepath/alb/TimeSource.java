package io.tradepath.alb;

import java.time.Clock;
import java.time.Instant;

/** The time of day for what is written down, and a monotonic one for what is waited for. */
public interface TimeSource {

    TimeSource SYSTEM = new TimeSource() {
        private final Clock clock = Clock.systemUTC();

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    Instant instant();

    /** Nanoseconds since some fixed moment; never goes back. */
    long nanoTime();
}
