package io.tradepath.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The one kind of WebSocket frame here: binary, of fixed size, with the time at which it was due. */
final class Frame {
    private static final int PAYLOAD_BYTES = 200;
    private static final int HEAD = 0x827E0000 | PAYLOAD_BYTES;

    static final int BYTES = 4 + PAYLOAD_BYTES;

    private Frame() {}

    static ByteBuf due(ByteBufAllocator allocator, long dueNanos) {
        return allocator.buffer(BYTES).writeInt(HEAD).writeLong(dueNanos).writeZero(PAYLOAD_BYTES - Long.BYTES);
    }

    /** Reads a whole frame and gives the time at which it was due. */
    static long read(ByteBuf bytes) {
        int head = bytes.readInt();
        if (head != HEAD) {
            throw new IllegalStateException("not a frame as it was sent: " + Integer.toHexString(head));
        }
        long due = bytes.readLong();
        bytes.skipBytes(PAYLOAD_BYTES - Long.BYTES);
        return due;
    }
}
