package io.tradepath.feed.session;

import io.tradepath.feed.streams.Batch;
import io.tradepath.feed.streams.FrameBuffer;
import java.nio.ByteBuffer;

/** What one write of a session carries, while it is put together. */
final class Outbound {
    private static final int EXPECTED_BYTES = 1024;

    private final FrameBuffer frames = new FrameBuffer(EXPECTED_BYTES);
    private int updates;
    private int events;
    private long conflated;

    FrameBuffer frames() {
        return frames;
    }

    void event(byte[] head, byte[] tail) {
        frames.frame(head, tail);
        events++;
    }

    void snapshot(byte[] head, byte[] tail) {
        frames.frame(head, tail);
        updates++;
    }

    void batch(Batch batch) {
        frames.messages(batch.messages());
        updates += batch.updates();
        conflated += batch.conflated();
    }

    boolean isEmpty() {
        return frames.length() == 0;
    }

    int length() {
        return frames.length();
    }

    int updates() {
        return updates;
    }

    int events() {
        return events;
    }

    long conflated() {
        return conflated;
    }

    ByteBuffer messages() {
        return frames.toMessages();
    }
}
