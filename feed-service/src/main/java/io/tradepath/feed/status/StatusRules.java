package io.tradepath.feed.status;

import io.tradepath.feed.status.InstrumentStatus.Reason;
import io.tradepath.feed.status.InstrumentStatus.State;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.TradingHours;
import io.tradepath.quotes.Freshness;
import java.time.Duration;
import java.time.Instant;

/** Decides how an instrument's stream stands. */
final class StatusRules {
    /** A price that has not changed for so long is quiet. */
    static final Duration QUIET_AFTER = Duration.ofSeconds(10);

    private final TradingHours hours;

    StatusRules(TradingHours hours) {
        this.hours = hours;
    }

    /**
     * What is known of an instrument at a moment.
     *
     * @param unchanged for how long its price has stood
     */
    record Seen(CurrencyPair instrument, Freshness freshness, boolean busReachable, Duration unchanged) {}

    InstrumentStatus status(Seen seen, Instant now) {
        if (!hours.isOpen(now)) {
            return new InstrumentStatus(seen.instrument(), State.CLOSED, now, hours.nextOpen(now), null);
        }
        return switch (seen.freshness()) {
            case MISSING, STALE_PUBLISHER -> stale(seen, now, seen.busReachable() ? Reason.PUBLISHER : Reason.BUS);
            case STALE_BEHIND -> stale(seen, now, seen.busReachable() ? Reason.LAG : Reason.BUS);
            case FRESH -> {
                State state = seen.unchanged().compareTo(QUIET_AFTER) >= 0 ? State.QUIET : State.LIVE;
                yield new InstrumentStatus(seen.instrument(), state, now, null, null);
            }
        };
    }

    private static InstrumentStatus stale(Seen seen, Instant now, Reason reason) {
        return new InstrumentStatus(seen.instrument(), State.STALE, now, null, reason);
    }
}
