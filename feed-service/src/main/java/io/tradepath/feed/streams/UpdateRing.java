package io.tradepath.feed.streams;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest updates of all public streams, in the order in which they came.
 *
 * <p>Any number of threads read without locks: a reader takes {@link #head()} and then {@link #at} for the positions
 * below it. Where the ring has lapped the reader, {@code at} gives null, and the reader goes on with
 * {@link #latest(int)}. A writer never waits for a reader.
 */
public final class UpdateRing {
    private final int mask;
    private final AtomicReferenceArray<@Nullable Update> slots;
    private final AtomicReferenceArray<@Nullable Update> latest;
    private final AtomicLongArray lastKept;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile long head;

    /**
     * Makes an empty ring.
     *
     * @param capacity updates that are held; a power of two
     */
    public UpdateRing(int streams, int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity %d".formatted(capacity));
        }
        this.mask = capacity - 1;
        this.slots = new AtomicReferenceArray<>(capacity);
        this.latest = new AtomicReferenceArray<>(streams);
        this.lastKept = new AtomicLongArray(streams);
        for (int stream = 0; stream < streams; stream++) {
            lastKept.set(stream, -1);
        }
    }

    /**
     * Appends an update.
     *
     * @param kept as {@link Update#isKept()}
     * @param tail what follows the head of its MESSAGE
     * @param snapshotTail makes the same for a first MESSAGE
     */
    public synchronized void publish(
            int stream, long receivedNanos, boolean kept, byte[] tail, Supplier<byte[]> snapshotTail) {
        Update before = latest.get(stream);
        long position = head;
        long ordinal = before == null ? 1 : before.ordinal() + 1;
        Update update = new Update(stream, position, ordinal, receivedNanos, kept, tail, snapshotTail);
        slots.set((int) position & mask, update);
        latest.set(stream, update);
        if (kept) {
            lastKept.set(stream, position);
        }
        // Written last: whoever sees the new head sees the slot and the latest too.
        head = position + 1;
        listeners.forEach(Runnable::run);
    }

    /** Updates that are held. */
    public int capacity() {
        return slots.length();
    }

    /** {@code listener} runs after each update, on the publishing thread. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** The position of the next update; all below it can be read. */
    public long head() {
        return head;
    }

    /** The update at a position below the head, or null where it has been overwritten. */
    public @Nullable Update at(long position) {
        Update update = slots.get((int) position & mask);
        return update != null && update.position() == position ? update : null;
    }

    /** The last update of a stream; null before its first. */
    public @Nullable Update latest(int stream) {
        return latest.get(stream);
    }

    /** The position of the stream's last update that must not be passed over; -1 before its first. */
    public long lastKept(int stream) {
        return lastKept.get(stream);
    }

    /** The ordinal of the stream's last update; 0 before its first. */
    public long ordinal(int stream) {
        Update update = latest.get(stream);
        return update == null ? 0 : update.ordinal();
    }
}
