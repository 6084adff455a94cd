package io.tradepath.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tradepath.alb.http.BodyFraming;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes a body as its framing wants it, slice by slice, without copying. */
abstract sealed class BodyWriter implements BodyReader.Sink {

    private final Consumer<ByteBuf> out;

    private BodyWriter(Consumer<ByteBuf> out) {
        this.out = out;
    }

    /** @param out takes the buffers over */
    static BodyWriter of(BodyFraming framing, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
        return framing instanceof BodyFraming.Chunked ? new Chunked(allocator, out) : new AsItIs(out);
    }

    /** Writes what says that the body is over. */
    abstract void end();

    void write(ByteBuf bytes) {
        out.accept(bytes);
    }

    /** Of a known length, or up to the end of the connection. */
    private static final class AsItIs extends BodyWriter {
        AsItIs(Consumer<ByteBuf> out) {
            super(out);
        }

        @Override
        public void data(ByteBuf slice) {
            write(slice);
        }

        @Override
        void end() {
            // The length, or the end of the connection, says it.
        }
    }

    /** Each slice is a chunk of its own (RFC 9112, 7.1). */
    private static final class Chunked extends BodyWriter {
        private final ByteBufAllocator allocator;

        Chunked(ByteBufAllocator allocator, Consumer<ByteBuf> out) {
            super(out);
            this.allocator = allocator;
        }

        @Override
        public void data(ByteBuf slice) {
            write(ascii(Integer.toHexString(slice.readableBytes()) + "\r\n"));
            write(slice);
            write(ascii("\r\n"));
        }

        @Override
        void end() {
            write(ascii("0\r\n\r\n"));
        }

        private ByteBuf ascii(String text) {
            ByteBuf bytes = allocator.buffer(text.length());
            bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
            return bytes;
        }
    }
}
