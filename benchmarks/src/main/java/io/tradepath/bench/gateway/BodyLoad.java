package io.tradepath.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tradepath.bench.load.Client;
import io.tradepath.bench.load.Measured;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One large body, up or down. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel, which is looked at
final class BodyLoad extends ChannelInboundHandlerAdapter {
    private static final int WAIT_SECONDS_MAX = 120;
    /** A client that now and then stops for a moment: what a proxy has read ahead for it lies in the proxy's memory. */
    private static final long PAUSE_EACH_BYTES = 4L << 20;

    private static final int PAUSE_MILLIS = 2;

    private final boolean up;
    private final boolean pauses;
    private final long startedNanos = System.nanoTime();
    private final CompletableFuture<Measured> done = new CompletableFuture<>();
    private @Nullable LargeBody upload;
    private boolean headRead;
    private long left;
    private long pauseAt;

    private BodyLoad(boolean up, boolean pauses) {
        this.up = up;
        this.pauses = pauses;
        this.left = up ? Http.SMALL_BYTES : Http.LARGE_BYTES;
        this.pauseAt = left - PAUSE_EACH_BYTES;
    }

    static Measured run(Client client, boolean up, boolean pauses) throws Exception {
        BodyLoad load = new BodyLoad(up, pauses);
        Channel channel = client.connect(() -> load).sync().channel();
        try {
            return load.done.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } finally {
            channel.close().sync();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        byte[] head = up ? Http.upload() : Http.get(Http.DOWN_PATH);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(head), ctx.channel().voidPromise());
        if (up) {
            upload = new LargeBody(ctx.channel());
            upload.proceed();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (upload != null) {
            upload.proceed();
        }
    }

    /** The head comes in one piece, small as it is. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        left -= bytes.readableBytes() - (headRead ? 0 : Http.headBytes(bytes));
        headRead = true;
        bytes.release();
        if (left == 0) {
            done.complete(new Measured(Http.LARGE_BYTES, System.nanoTime() - startedNanos, 0, 0));
        } else if (pauses && left <= pauseAt) {
            pauseAt -= PAUSE_EACH_BYTES;
            ctx.channel().config().setAutoRead(false);
            var _ = ctx.executor()
                    .schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        done.completeExceptionally(
                new IllegalStateException("a proxy closed the connection, %d bytes are missing".formatted(left)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        done.completeExceptionally(cause);
    }
}
