package io.tradepath.feed.streams;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One update of a public stream, encoded once for all who get it. */
public final class Update {
    private final int stream;
    private final long position;
    private final long ordinal;
    private final long receivedNanos;
    private final boolean kept;
    private final byte[] tail;
    private final Supplier<byte[]> snapshot;
    private volatile byte @Nullable [] snapshotTail;

    Update(int stream, long position, long ordinal, long receivedNanos, boolean kept, byte[] tail, Supplier<byte[]> s) {
        this.stream = stream;
        this.position = position;
        this.ordinal = ordinal;
        this.receivedNanos = receivedNanos;
        this.kept = kept;
        this.tail = tail;
        this.snapshot = s;
    }

    public int stream() {
        return stream;
    }

    /** Its place in the ring, counted over all streams. */
    public long position() {
        return position;
    }

    /** Counts the updates of its stream at this instance, from 1: the difference of two is what lies between them. */
    public long ordinal() {
        return ordinal;
    }

    /** Monotonic time at which the update came from the bus. */
    public long receivedNanos() {
        return receivedNanos;
    }

    /** True where it must be delivered even to a reader that has fallen behind: a bar that is complete. */
    public boolean isKept() {
        return kept;
    }

    /** The MESSAGE behind its head, to be read only. */
    public byte[] tail() {
        return tail;
    }

    /** The same, as the first MESSAGE of a subscription; made when first asked for. */
    public byte[] snapshotTail() {
        byte[] made = snapshotTail;
        if (made == null) {
            made = snapshot.get();
            snapshotTail = made;
        }
        return made;
    }
}
