package io.tradepath.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** Writes a large body into a channel as fast as it takes it, always the same bytes. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel
final class LargeBody {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Channel channel;
    private final ByteBuf piece;
    private long left = Http.LARGE_BYTES;

    LargeBody(Channel channel) {
        this.channel = channel;
        this.piece = channel.alloc().directBuffer(PIECE_BYTES).writeZero(PIECE_BYTES);
    }

    /** To be called at first and whenever the channel may be written to again. */
    void proceed() {
        while (left > 0 && channel.isWritable()) {
            int bytes = (int) Math.min(left, PIECE_BYTES);
            left -= bytes;
            channel.write(piece.retainedSlice(0, bytes), channel.voidPromise());
            if (left == 0) {
                piece.release();
            }
            channel.flush();
        }
    }
}
