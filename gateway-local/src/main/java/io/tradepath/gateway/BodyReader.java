package io.tradepath.gateway;

import io.netty.buffer.ByteBuf;
import io.tradepath.alb.http.BodyFraming;

/** Finds the end of a body in a stream of bytes and gives its data on, slice by slice, without copying. */
final class BodyReader {

    /** What a call to {@link #read} came to. */
    enum Progress {
        MORE,
        DONE,
        MALFORMED
    }

    /** Takes a slice of the body; the slice is retained, and the taker releases it. */
    interface Sink {
        void data(ByteBuf slice);
    }

    private static final int CHUNK_LINE_BYTES_MAX = 1024;
    private static final int TRAILER_BYTES_MAX = 16 * 1024;
    private static final int SIZE_DIGITS_MAX = 15;

    private enum Chunk {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER,
        END_LF
    }

    private BodyFraming framing = BodyFraming.NONE;
    private Chunk chunk = Chunk.SIZE;
    private long left;
    private int lineBytes;
    private int digits;

    void start(BodyFraming next) {
        framing = next;
        left = next instanceof BodyFraming.Length length ? length.bytes() : 0;
        startChunk();
    }

    /** Whether there is no body at all. */
    boolean isEmpty() {
        return framing instanceof BodyFraming.Length && left == 0;
    }

    Progress read(ByteBuf in, Sink sink) {
        return switch (framing) {
            case BodyFraming.Length ignored -> {
                give(in, sink);
                yield left == 0 ? Progress.DONE : Progress.MORE;
            }
            case BodyFraming.UntilClose ignored -> {
                if (in.isReadable()) {
                    sink.data(in.readRetainedSlice(in.readableBytes()));
                }
                yield Progress.MORE;
            }
            case BodyFraming.Chunked ignored -> readChunks(in, sink);
        };
    }

    private void give(ByteBuf in, Sink sink) {
        int bytes = (int) Math.min(left, in.readableBytes());
        if (bytes > 0) {
            left -= bytes;
            sink.data(in.readRetainedSlice(bytes));
        }
    }

    private void startChunk() {
        chunk = Chunk.SIZE;
        lineBytes = 0;
        digits = 0;
    }

    private Progress readChunks(ByteBuf in, Sink sink) {
        while (in.isReadable()) {
            if (chunk == Chunk.DATA) {
                give(in, sink);
                chunk = left == 0 ? Chunk.DATA_CR : chunk;
                continue;
            }
            byte b = in.readByte();
            boolean fine = switch (chunk) {
                case SIZE -> sizeByte(b);
                case EXTENSION -> extensionByte(b);
                case SIZE_LF -> sizeLf(b);
                case DATA_CR -> expect(b, '\r', Chunk.DATA_LF);
                case DATA_LF -> {
                    boolean lf = expect(b, '\n', Chunk.SIZE);
                    startChunk();
                    yield lf;
                }
                case TRAILER_START -> trailerStart(b);
                case TRAILER -> trailerByte(b);
                case END_LF -> b == '\n';
                case DATA -> throw new IllegalStateException("data is read in slices");
            };
            if (!fine) {
                return Progress.MALFORMED;
            }
            if (chunk == Chunk.END_LF && b == '\n') {
                return Progress.DONE;
            }
        }
        return Progress.MORE;
    }

    private boolean sizeByte(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0 && b > 0) {
            left = digits == 0 ? digit : left * 16 + digit;
            return ++digits <= SIZE_DIGITS_MAX;
        }
        if (digits == 0) {
            return false;
        }
        if (b == '\r') {
            chunk = Chunk.SIZE_LF;
            return true;
        }
        chunk = Chunk.EXTENSION;
        return b == ';' || b == ' ' || b == '\t';
    }

    private boolean extensionByte(byte b) {
        if (b == '\r') {
            chunk = Chunk.SIZE_LF;
            return true;
        }
        return b != '\n' && b != 0 && ++lineBytes <= CHUNK_LINE_BYTES_MAX;
    }

    private boolean sizeLf(byte b) {
        lineBytes = 0;
        return expect(b, '\n', left == 0 ? Chunk.TRAILER_START : Chunk.DATA);
    }

    private boolean trailerStart(byte b) {
        chunk = b == '\r' ? Chunk.END_LF : Chunk.TRAILER;
        return b != '\n' && ++lineBytes <= TRAILER_BYTES_MAX;
    }

    private boolean trailerByte(byte b) {
        if (b == '\n') {
            chunk = Chunk.TRAILER_START;
        }
        return ++lineBytes <= TRAILER_BYTES_MAX;
    }

    private boolean expect(byte b, char wanted, Chunk next) {
        chunk = next;
        return b == wanted;
    }
}
