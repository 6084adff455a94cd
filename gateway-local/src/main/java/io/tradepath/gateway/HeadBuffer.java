package io.tradepath.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that have come and were not yet understood. Holds at most one head and what came with it in one read; its
 * owner stops reading when {@link #isFull}.
 */
final class HeadBuffer {

    static final int HEAD_BYTES_MAX = 64 * 1024;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf buffer;
    private int scanned;

    HeadBuffer(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Takes over the bytes. */
    void append(ByteBuf more) {
        ByteBuf held = buffer;
        if (held == null) {
            buffer = more;
            scanned = more.readerIndex();
            return;
        }
        if (held.refCnt() > 1 || held.isReadOnly() || held.maxFastWritableBytes() < more.readableBytes()) {
            ByteBuf bigger = allocator.buffer(2 * (held.readableBytes() + more.readableBytes()));
            int done = scanned - held.readerIndex();
            bigger.writeBytes(held);
            held.release();
            buffer = bigger;
            scanned = bigger.readerIndex() + done;
            held = bigger;
        }
        held.writeBytes(more);
        more.release();
    }

    boolean isEmpty() {
        return buffer == null;
    }

    int size() {
        return buffer == null ? 0 : buffer.readableBytes();
    }

    boolean isFull() {
        return size() > HEAD_BYTES_MAX;
    }

    /** The bytes held, which the caller now owns. */
    @Nullable
    ByteBuf take() {
        ByteBuf taken = buffer;
        buffer = null;
        return taken;
    }

    /** The head at the front, removed; null while its empty line has not come. */
    byte @Nullable [] takeHead() {
        ByteBuf held = buffer;
        if (held == null) {
            return null;
        }
        skipEmptyLines(held);
        int end = held.writerIndex();
        int at = scanned;
        while (at < end) {
            int lf = held.indexOf(at, end, (byte) '\n');
            if (lf < 0) {
                break;
            }
            int after = headEnd(held, lf, end);
            if (after < 0) {
                // what follows this LF has not come yet: look at it again
                scanned = lf;
                return null;
            }
            if (after > 0) {
                byte[] head = new byte[after - held.readerIndex()];
                held.readBytes(head);
                scanned = held.readerIndex();
                releaseIfRead(held);
                return head;
            }
            at = lf + 1;
        }
        scanned = end;
        releaseIfRead(held);
        return null;
    }

    /** After the LF of the head's last line: the index after the empty line; 0 if another line follows; -1 if unknown. */
    private static int headEnd(ByteBuf held, int lf, int end) {
        if (lf + 1 >= end) {
            return -1;
        }
        byte next = held.getByte(lf + 1);
        if (next == '\n') {
            return lf + 2;
        }
        if (next != '\r') {
            return 0;
        }
        return lf + 2 >= end ? -1 : held.getByte(lf + 2) == '\n' ? lf + 3 : 0;
    }

    /** A robust server ignores empty lines before a request line (RFC 9112, 2.2). */
    private void skipEmptyLines(ByteBuf held) {
        while (held.isReadable()) {
            byte first = held.getByte(held.readerIndex());
            boolean crLf = first == '\r' && held.readableBytes() > 1 && held.getByte(held.readerIndex() + 1) == '\n';
            if (first != '\n' && !crLf) {
                break;
            }
            held.skipBytes(crLf ? 2 : 1);
        }
        scanned = Math.max(scanned, held.readerIndex());
    }

    private void releaseIfRead(ByteBuf held) {
        if (!held.isReadable()) {
            held.release();
            buffer = null;
        }
    }

    /** Length of the first line so far; that of all bytes held while it has no end. */
    int firstLineBytes() {
        ByteBuf held = buffer;
        if (held == null) {
            return 0;
        }
        int lf = held.indexOf(held.readerIndex(), held.writerIndex(), (byte) '\n');
        return (lf < 0 ? held.writerIndex() : lf) - held.readerIndex();
    }

    void release() {
        ByteBuf held = take();
        if (held != null) {
            held.release();
        }
    }
}
