package io.tradepath.feed.session;

import io.tradepath.feed.streams.EventLog;
import java.util.function.LongFunction;

/** A session's place in an event log. Touched by its delivery loop alone. */
final class EventReader {
    private final byte[] head;
    private final EventLog log;
    private final LongFunction<byte[]> resetTail;
    private long next;
    private boolean resetDue;

    /**
     * Makes a reader at its beginning.
     *
     * @param resetTail makes the tail of the MESSAGE that says that events up to a number were missed
     */
    EventReader(byte[] head, EventLog log, EventLog.Start start, LongFunction<byte[]> resetTail) {
        this.head = head;
        this.log = log;
        this.resetTail = resetTail;
        this.next = start.next();
        this.resetDue = start.reset();
    }

    EventLog log() {
        return log;
    }

    boolean hasNews() {
        return resetDue || log.hasNews(next);
    }

    /** Moves what is new into the write, up to about {@code bytesMax}. */
    void moveTo(Outbound outbound, int bytesMax) {
        EventLog.Portion portion = log.read(next, bytesMax);
        if (resetDue || portion.reset()) {
            resetDue = false;
            long lastMissed = Math.max(0, (portion.reset() ? portion.next() : next) - 1);
            outbound.frames().frame(head, resetTail.apply(lastMissed));
        }
        portion.tails().forEach(tail -> outbound.event(head, tail));
        next = portion.next();
    }
}
