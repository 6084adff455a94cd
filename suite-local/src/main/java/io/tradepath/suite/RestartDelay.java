package io.tradepath.suite;

import java.time.Duration;

/**
 * How long to wait before a process that ended is started again: at once where it ran well, longer each time where it
 * keeps ending, so that a process which cannot start does not take the machine's time from the others.
 */
record RestartDelay(Duration current) {
    static final Duration FIRST = Duration.ofMillis(250);
    static final Duration LONGEST = Duration.ofSeconds(5);
    /** A process that ran for so long did start: what ended it is no fault at start. */
    static final Duration RAN_WELL = Duration.ofSeconds(20);

    static RestartDelay first() {
        return new RestartDelay(FIRST);
    }

    /** The delay to use after a process has ended that ran for the given time since this delay was used. */
    RestartDelay after(Duration ran) {
        if (ran.compareTo(RAN_WELL) >= 0) {
            return first();
        }
        Duration doubled = current.multipliedBy(2);
        return new RestartDelay(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
    }
}
