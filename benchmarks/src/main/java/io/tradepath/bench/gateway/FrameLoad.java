package io.tradepath.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tradepath.bench.load.Client;
import io.tradepath.bench.load.Measured;
import io.tradepath.bench.load.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** WebSockets that get frames from the target, in turns and by the clock, as a feed's clients do. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel, which is looked at
final class FrameLoad {
    private static final int OPENING_MAX = 100;
    private static final int WAIT_SECONDS_MAX = 60;
    private static final byte[] UPGRADED = Http.ascii("HTTP/1.1 101 ");

    private final Client client;
    private final Target target;
    private final Histogram latency = new Histogram(Measured.LATENCY_MAX_NANOS, 3);
    private final List<Channel> sockets = new ArrayList<>();
    private CompletableFuture<Measured> done = new CompletableFuture<>();
    private boolean closing;

    private FrameLoad(Client client, Target target) {
        this.client = client;
        this.target = target;
    }

    /** Opens so many sockets, each up to the target. */
    static FrameLoad open(Client client, Target target, int count) throws Exception {
        FrameLoad load = new FrameLoad(client, target);
        while (load.sockets.size() < count) {
            List<CompletableFuture<Channel>> opening = new ArrayList<>();
            for (int i = Math.min(OPENING_MAX, count - load.sockets.size()); i > 0; i--) {
                CompletableFuture<Channel> upgraded = new CompletableFuture<>();
                ChannelFuture connected = client.connect(() -> load.new Socket(upgraded));
                connected.addListener(ended -> {
                    if (!ended.isSuccess()) {
                        upgraded.completeExceptionally(ended.cause());
                    }
                });
                opening.add(upgraded);
            }
            for (CompletableFuture<Channel> each : opening) {
                load.sockets.add(each.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS));
            }
        }
        return load;
    }

    /** Has the target send for so long, and waits until all of it is there. */
    Measured measure(int perSecond, int seconds) throws Exception {
        CompletableFuture<Measured> result = new CompletableFuture<>();
        client.loop().execute(() -> {
            done = result;
            latency.reset();
            long started = System.nanoTime();
            long[] sent = {0};
            Pace.start(client.loop(), perSecond, started + TimeUnit.SECONDS.toNanos(seconds), due -> {
                sent[0]++;
                target.pushFrame(due);
            });
            var _ = client.loop().schedule(() -> end(started, sent), seconds * 1_000L + 10, TimeUnit.MILLISECONDS);
        });
        return result.get(seconds + WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private void end(long started, long[] sent) {
        if (latency.getTotalCount() < sent[0]) {
            var _ = client.loop().schedule(() -> end(started, sent), 1, TimeUnit.MILLISECONDS);
        } else {
            done.complete(Measured.of(latency, started));
        }
    }

    /** Closes the sockets and waits until the target's ends are closed too. */
    void close() throws Exception {
        client.loop()
                .submit(() -> {
                    closing = true;
                    sockets.forEach(Channel::close);
                })
                .get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (client.loop().submit(target::sockets).get() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("a proxy keeps sockets whose client has left");
            }
            Thread.sleep(10);
        }
    }

    private final class Socket extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Channel> upgraded;
        private @Nullable ByteBuf held;

        Socket(CompletableFuture<Channel> upgraded) {
            this.upgraded = upgraded;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(Http.upgrade()), ctx.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = Http.joined(held, (ByteBuf) message);
            held = null;
            if (!upgraded.isDone()) {
                int head = Http.headBytes(bytes);
                if (head > 0 && Http.startsWith(bytes, UPGRADED)) {
                    bytes.skipBytes(head);
                    upgraded.complete(ctx.channel());
                } else if (head > 0) {
                    fail(new IllegalStateException("an upgrade was refused"));
                }
            }
            while (upgraded.isDone() && bytes.readableBytes() >= Frame.BYTES) {
                latency.recordValue(System.nanoTime() - Frame.read(bytes));
            }
            if (bytes.isReadable()) {
                held = bytes;
            } else {
                bytes.release();
            }
        }

        private void fail(Throwable why) {
            upgraded.completeExceptionally(why);
            done.completeExceptionally(why);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (!closing) {
                fail(new IllegalStateException("a proxy closed a socket"));
            }
            if (held != null) {
                held.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(cause);
            ctx.close();
        }
    }
}
