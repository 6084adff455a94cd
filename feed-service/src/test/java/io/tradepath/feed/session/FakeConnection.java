package io.tradepath.feed.session;

import io.tradepath.feed.streams.TextMessages;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket that keeps what is written to it, and takes writes at once or when it is told to. */
final class FakeConnection implements Connection {
    private final StringBuilder written = new StringBuilder();
    private final ArrayDeque<Done> pending = new ArrayDeque<>();
    private boolean stuck;
    private int demands;
    private int pings;
    private int writes;
    private int largestWrite;
    private boolean aborted;
    private @Nullable Integer closeCode;

    @Override
    public void write(ByteBuffer messages, Done done) {
        if (!pending.isEmpty()) {
            throw new AssertionError("two writes at a time");
        }
        if (closeCode != null) {
            throw new AssertionError("a write behind the close");
        }
        writes++;
        largestWrite = Math.max(largestWrite, messages.remaining());
        TextMessages.texts(messages).forEach(written::append);
        if (stuck) {
            pending.add(done);
        } else {
            done.done(true);
        }
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void demand() {
        demands++;
    }

    /** Bytes. */
    int largestWrite() {
        return largestWrite;
    }

    /** From now on writes do not end. */
    void stick() {
        stuck = true;
    }

    /** Ends the write that is under way; further ones end at once. */
    void unstick() {
        stuck = false;
        Done done = pending.poll();
        if (done != null) {
            done.done(true);
        }
    }

    /** The frames that were written since the last call, without their NULs. */
    List<String> frames() {
        List<String> frames = new ArrayList<>();
        for (String frame : written.toString().split("\0", 0)) {
            frames.add(frame);
        }
        written.setLength(0);
        return frames.size() == 1 && frames.getFirst().isEmpty() ? List.of() : frames;
    }

    int takeDemands() {
        int taken = demands;
        demands = 0;
        return taken;
    }

    int pings() {
        return pings;
    }

    int writes() {
        return writes;
    }

    boolean isAborted() {
        return aborted;
    }

    @Nullable
    Integer closeCode() {
        return closeCode;
    }
}
