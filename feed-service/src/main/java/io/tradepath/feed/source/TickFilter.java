package io.tradepath.feed.source;

import io.tradepath.fx.CurrencyPair;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets ticks through that may be traded on, and drops the others: crossed, locked for too long, older than the one
 * before, or too far from it.
 *
 * <p>A price that is too far away is a mistake, unless the market is really there: when several in a row agree with each
 * other, the last of them is let through, and the filter goes by it from then on.
 */
public final class TickFilter {
    private final Limits limits;
    private final Map<CurrencyPair, Seen> seen = new HashMap<>();

    /**
     * How far a tick may go.
     *
     * @param lockedMax ticks of a pair in a row that may have bid equal to ask
     * @param collar how far the mid may be from that of the tick before, as a fraction of it
     * @param reanchorAfter ticks in a row within the collar of each other that make a new price believable
     */
    public record Limits(int lockedMax, BigDecimal collar, int reanchorAfter) {
        /** The service's own. A day of payrolls moves EUR/USD by 0.15 % between two ticks at most (seen). */
        public static final Limits STANDARD = new Limits(5, new BigDecimal("0.01"), 5);
    }

    /** What the filter says of a tick. */
    public enum Verdict {
        PASSED,
        CROSSED,
        LOCKED,
        OUT_OF_ORDER,
        OFF_MARKET
    }

    private static final class Seen {
        private final int run;
        private @Nullable BigDecimal mid;
        private @Nullable Instant sourceTime;
        private int locked;
        private @Nullable BigDecimal candidate;
        private int candidates;

        Seen(int run) {
            this.run = run;
        }
    }

    public TickFilter(Limits limits) {
        this.limits = limits;
    }

    /** Looks at the next tick of the source; what passes is remembered. */
    public Verdict judge(Tick tick) {
        Seen before = seen.get(tick.pair());
        if (before == null || before.run != tick.run()) {
            before = new Seen(tick.run());
            seen.put(tick.pair(), before);
        }
        int gap = tick.ask().compareTo(tick.bid());
        if (gap < 0) {
            return Verdict.CROSSED;
        }
        if (before.sourceTime != null
                && tick.sourceTime() != null
                && tick.sourceTime().isBefore(before.sourceTime)) {
            return Verdict.OUT_OF_ORDER;
        }
        BigDecimal mid =
                tick.bid().add(tick.ask()).divide(BigDecimal.TWO, tick.bid().scale() + 1, RoundingMode.HALF_EVEN);
        if (!isNearMarket(before, mid)) {
            return Verdict.OFF_MARKET;
        }
        before.locked = gap == 0 ? before.locked + 1 : 0;
        if (before.locked > limits.lockedMax()) {
            return Verdict.LOCKED;
        }
        before.mid = mid;
        before.sourceTime = tick.sourceTime();
        return Verdict.PASSED;
    }

    private boolean isNearMarket(Seen before, BigDecimal mid) {
        if (before.mid == null || isNear(before.mid, mid)) {
            before.candidate = null;
            return true;
        }
        boolean agrees = before.candidate != null && isNear(before.candidate, mid);
        before.candidates = agrees ? before.candidates + 1 : 1;
        before.candidate = mid;
        if (before.candidates < limits.reanchorAfter()) {
            return false;
        }
        before.candidate = null;
        return true;
    }

    private boolean isNear(BigDecimal anchor, BigDecimal mid) {
        return mid.subtract(anchor).abs().compareTo(anchor.multiply(limits.collar())) <= 0;
    }
}
