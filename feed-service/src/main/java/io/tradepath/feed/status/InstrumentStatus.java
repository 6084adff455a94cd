package io.tradepath.feed.status;

import io.tradepath.fx.CurrencyPair;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an instrument's stream stands.
 *
 * @param since when this began
 * @param until when a closed market opens
 * @param reason why a stream is stale
 */
record InstrumentStatus(
        CurrencyPair instrument,
        State state,
        Instant since,
        @Nullable Instant until,
        @Nullable Reason reason) {
    enum State {
        /** Open, and the price changes. */
        LIVE,
        /** Open and connected; the price has not changed for a while. */
        QUIET,
        /** Closed until {@code until}. */
        CLOSED,
        /** What was sent last may not be believed any more. */
        STALE
    }

    enum Reason {
        /** Nobody is heard to publish the instrument. */
        PUBLISHER,
        /** This instance cannot reach the bus. */
        BUS,
        /** This instance is behind what is on the bus. */
        LAG
    }

    /** True when the two say the same, but for since when. */
    boolean saysAs(InstrumentStatus other) {
        return state == other.state && reason == other.reason && Objects.equals(until, other.until);
    }
}
