package io.tradepath.feed.candles;

import io.tradepath.events.CandleRecord;
import io.tradepath.events.Granularity;
import io.tradepath.fx.Instrument;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The candles of one instrument and granularity, oldest first; only the last may be incomplete. */
final class Series {
    /** Candles that are kept. */
    static final int BARS_MAX = 5_000;

    private final Instrument instrument;
    private final Granularity granularity;
    private final ArrayDeque<Bar> bars = new ArrayDeque<>();
    /** When the last bar ends; all the time where there is none. */
    private long lastEndMs = Long.MIN_VALUE;

    Series(Instrument instrument, Granularity granularity) {
        this.instrument = instrument;
        this.granularity = granularity;
    }

    /** What folding a quote has changed. */
    record Change(List<Bar> changed, List<Bar> dropped) {
        static final Change NONE = new Change(List.of(), List.of());
    }

    Instrument instrument() {
        return instrument;
    }

    Granularity granularity() {
        return granularity;
    }

    @Nullable
    Bar last() {
        return bars.peekLast();
    }

    /** True where the quote of this offset is folded in. */
    boolean goesTo(long offset) {
        Bar last = bars.peekLast();
        return last != null && last.last().offset() >= offset;
    }

    /** True where a quote of this time is from before the last bar: the market's time has begun anew. */
    boolean isBeforeLast(long timeMs) {
        Bar last = bars.peekLast();
        return last != null && timeMs < last.openMs();
    }

    /** Folds in a quote that is not from before the last bar. */
    Change fold(long timeMs, int bid, int ask, QuotePlace place) {
        Bar last = bars.peekLast();
        if (last != null && timeMs < lastEndMs) {
            if (last.isComplete()) {
                return Change.NONE;
            }
            last.fold(bid, ask, place);
            return new Change(List.of(last), List.of());
        }
        List<Bar> changed = new ArrayList<>(2);
        if (last != null && !last.isComplete()) {
            last.setComplete();
            changed.add(last);
        }
        Instant open = granularity.open(Instant.ofEpochMilli(timeMs));
        Bar bar = new Bar(open.toEpochMilli(), bid, ask, place);
        changed.add(bar);
        return new Change(changed, append(bar));
    }

    /** The market's time has come to {@code timeMs}; true where that completes the last bar. */
    boolean advance(long timeMs) {
        Bar last = bars.peekLast();
        if (last == null || last.isComplete() || timeMs < lastEndMs) {
            return false;
        }
        last.setComplete();
        return true;
    }

    /** Takes in a bar from the bus, in any order; false where the one that is here goes further. */
    boolean load(CandleRecord record) {
        Bar bar = Bar.of(record, instrument);
        ArrayDeque<Bar> later = new ArrayDeque<>();
        while (!bars.isEmpty() && bars.getLast().openMs() > bar.openMs()) {
            later.push(bars.removeLast());
        }
        Bar same = bars.peekLast();
        boolean goesFurther = true;
        if (same != null && same.openMs() == bar.openMs()) {
            goesFurther = bar.last().offset() > same.last().offset()
                    || (bar.last().offset() == same.last().offset() && bar.isComplete() && !same.isComplete());
            if (goesFurther) {
                bars.removeLast();
            }
        }
        boolean agrees = goesFurther
                || (same != null
                        && same.last().offset() == bar.last().offset()
                        && same.isComplete() == bar.isComplete());
        if (goesFurther) {
            bars.addLast(bar);
        }
        bars.addAll(later);
        while (bars.size() > BARS_MAX) {
            bars.removeFirst();
        }
        noteEnd();
        return agrees;
    }

    /** The bar that begins then; null where there is none. */
    @Nullable
    Bar find(Instant open) {
        for (Iterator<Bar> latestFirst = bars.descendingIterator(); latestFirst.hasNext(); ) {
            Bar bar = latestFirst.next();
            if (bar.openMs() <= open.toEpochMilli()) {
                return bar.openMs() == open.toEpochMilli() ? bar : null;
            }
        }
        return null;
    }

    /** Forgets the bar that begins then. */
    void remove(Instant open) {
        for (Iterator<Bar> all = bars.iterator(); all.hasNext(); ) {
            if (all.next().openMs() == open.toEpochMilli()) {
                all.remove();
                break;
            }
        }
        noteEnd();
    }

    /** Forgets all; what there was. */
    List<Bar> clear() {
        List<Bar> cleared = List.copyOf(bars);
        bars.clear();
        noteEnd();
        return cleared;
    }

    Collection<Bar> bars() {
        return bars;
    }

    private List<Bar> append(Bar bar) {
        bars.addLast(bar);
        noteEnd();
        return bars.size() > BARS_MAX ? List.of(bars.removeFirst()) : List.of();
    }

    private void noteEnd() {
        Bar last = bars.peekLast();
        lastEndMs = last == null
                ? Long.MIN_VALUE
                : granularity.end(Instant.ofEpochMilli(last.openMs())).toEpochMilli();
    }
}
