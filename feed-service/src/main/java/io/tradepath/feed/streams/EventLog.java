package io.tradepath.feed.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The latest events of one gap-free sequence, for any number of readers.
 *
 * <p>Events that come again are dropped. One that comes before its turn waits for those that are missing; where they do
 * not come, the log begins anew behind the gap, and every reader that has not got so far is told to reset.
 */
public final class EventLog {
    /** Events that may wait for a missing one. */
    static final int EARLY_MAX = 256;

    private static final long UNKNOWN = 0;
    private static final byte[] NOTHING = {};

    private final List<byte[]> tails = new ArrayList<>();
    /** Of {@link #tails}, those that are forgotten and not taken out yet. */
    private int forgotten;

    private final SortedMap<Long, byte[]> early = new TreeMap<>();
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    /** The sequence number of the first event that is kept; {@code last + 1} where none is. */
    private long first = UNKNOWN;

    private long last = UNKNOWN;
    private long earlySinceNanos;

    /** What {@link #read} has for a reader. */
    public record Portion(List<byte[]> tails, boolean reset, long next) {}

    /** Where a reader begins: at {@code next}, told to reset first where {@code reset}. */
    public record Start(long next, boolean reset) {}

    /**
     * Takes an event in.
     *
     * @return false where it had been taken in before
     */
    public boolean append(long seq, byte[] tail, long nowNanos) {
        synchronized (this) {
            if (last != UNKNOWN && seq <= last) {
                return false;
            }
            if (last != UNKNOWN && seq > last + 1) {
                return waitForTurn(seq, tail, nowNanos);
            }
            appendInOrder(seq, tail);
        }
        listeners.forEach(Runnable::run);
        return true;
    }

    private void appendInOrder(long seq, byte[] tail) {
        if (last == UNKNOWN) {
            first = seq;
        }
        tails.add(tail);
        last = seq;
        while (!early.isEmpty() && early.firstKey() <= last + 1) {
            long next = early.firstKey();
            byte[] held = early.remove(next);
            if (next == last + 1 && held != null) {
                tails.add(held);
                last = next;
            }
        }
    }

    private boolean waitForTurn(long seq, byte[] tail, long nowNanos) {
        if (early.isEmpty()) {
            earlySinceNanos = nowNanos;
        }
        boolean isNew = early.putIfAbsent(seq, tail) == null;
        if (early.size() > EARLY_MAX) {
            skipGap();
        }
        return isNew;
    }

    /** Gives up on missing events that have been waited for since before {@code sinceNanos}; true where it did. */
    public boolean skipGapWaitedFor(long nowNanos, long maxNanos) {
        synchronized (this) {
            if (early.isEmpty() || nowNanos - earlySinceNanos < maxNanos) {
                return false;
            }
            skipGap();
        }
        listeners.forEach(Runnable::run);
        return true;
    }

    private void skipGap() {
        long seq = early.firstKey();
        byte[] tail = early.remove(seq);
        tails.clear();
        forgotten = 0;
        last = UNKNOWN;
        if (tail != null) {
            appendInOrder(seq, tail);
        }
    }

    /** Drops events up to this one, which are older than they need be kept. */
    public synchronized void forgetUpTo(long seq) {
        while (first <= Math.min(seq, last)) {
            tails.set(forgotten++, NOTHING);
            first++;
        }
        if (forgotten > tails.size() / 2) {
            tails.subList(0, forgotten).clear();
            forgotten = 0;
        }
    }

    /** The greatest sequence number seen; 0 where none was. */
    public synchronized long last() {
        return last;
    }

    /** Where a reader begins that wants what comes from now on. */
    public synchronized Start startLive() {
        return new Start(last == UNKNOWN ? UNKNOWN : last + 1, false);
    }

    /**
     * Where a reader begins that has everything up to {@code seq}. It is told to reset where that cannot be seen to be
     * without a gap: the events behind {@code seq} are no longer kept, or nothing is known of the sequence.
     */
    public synchronized Start startAfter(long seq) {
        if (last == UNKNOWN) {
            return new Start(UNKNOWN, true);
        }
        return seq + 1 >= first ? new Start(seq + 1, false) : new Start(last + 1, true);
    }

    /**
     * What a reader gets next.
     *
     * @param next the sequence number that it waits for; 0 is whatever comes first
     * @param bytesMax of the portion, but at least one event where there is one
     */
    public synchronized Portion read(long next, int bytesMax) {
        if (last == UNKNOWN || next > last) {
            return new Portion(List.of(), false, next);
        }
        if (next != UNKNOWN && next < first) {
            return new Portion(List.of(), true, last + 1);
        }
        int skip = next == UNKNOWN ? 0 : Math.toIntExact(next - first);
        List<byte[]> portion = new ArrayList<>();
        int bytes = 0;
        for (byte[] tail : tails.subList(forgotten + skip, tails.size())) {
            if (!portion.isEmpty() && bytes + tail.length > bytesMax) {
                break;
            }
            portion.add(tail);
            bytes += tail.length;
        }
        return new Portion(portion, false, (next == UNKNOWN ? first : next) + portion.size());
    }

    /** True where there is something for a reader that waits for {@code next}. */
    public synchronized boolean hasNews(long next) {
        return last != UNKNOWN && next <= last;
    }

    /** Nothing is kept and nobody listens. */
    public synchronized boolean isIdle() {
        return tails.size() == forgotten && early.isEmpty() && listeners.isEmpty();
    }

    /** {@code listener} runs after each append, on the appending thread. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    public void unlisten(Runnable listener) {
        listeners.remove(listener);
    }
}
