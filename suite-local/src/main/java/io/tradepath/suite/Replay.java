package io.tradepath.suite;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Optional;

/** A file of ticks to be played instead of the simulated market, how fast, and from which time of its day (UTC). */
record Replay(Path file, BigDecimal speed, Optional<LocalTime> from, boolean loop) {
    static final BigDecimal SPEED_MAX = new BigDecimal(1000);

    Replay {
        if (speed.signum() <= 0 || speed.compareTo(SPEED_MAX) > 0) {
            throw new UserError("--speed is above 0 and at most " + SPEED_MAX + ", but is " + speed + ".");
        }
    }
}
