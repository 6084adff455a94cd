package io.tradepath.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tradepath.bench.load.Traffic;

/** One request again and again, and the target's small answer to it. */
final class SmallAnswers implements Traffic {
    private static final byte[] OK = Http.ascii("HTTP/1.1 200 ");

    private final ByteBuf request =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(Http.get(Http.SMALL_PATH)));

    @Override
    public ByteBuf next() {
        return request.duplicate();
    }

    @Override
    public boolean isWhole(ByteBuf received) {
        int head = Http.headBytes(received);
        return head > 0 && received.readableBytes() >= head + Http.SMALL_BYTES;
    }

    @Override
    public void answered(ByteBuf answer) {
        if (!Http.startsWith(answer, OK) || answer.readableBytes() != Http.headBytes(answer) + Http.SMALL_BYTES) {
            throw new IllegalStateException("an answer that is not the target's");
        }
    }
}
