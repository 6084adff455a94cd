package io.tradepath.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Requests over connections that are kept. Saturating: each connection sends its next when it has its answer. Paced:
 * requests are due by the clock, whatever becomes of those before, and each goes out on a connection that is free.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel, which is looked at
public final class RequestLoad {
    private final Client client;
    private final Traffic traffic;
    private final int paced;
    private final Histogram latency = new Histogram(Measured.LATENCY_MAX_NANOS, 3);
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final CompletableFuture<Measured> done = new CompletableFuture<>();
    private boolean ending;
    private int underWay;

    private RequestLoad(Client client, Traffic traffic, int paced) {
        this.client = client;
        this.traffic = traffic;
        this.paced = paced;
    }

    /**
     * Runs until the last answer is in.
     *
     * @param paced requests a second; 0 to saturate
     */
    public static Measured run(Client client, Traffic traffic, int connections, int paced, int seconds)
            throws Exception {
        RequestLoad load = new RequestLoad(client, traffic, paced);
        for (int i = 0; i < connections; i++) {
            client.connect(() -> load.new Connection()).sync();
        }
        client.loop().execute(() -> load.start(seconds));
        return load.done.get(seconds + 60L, TimeUnit.SECONDS);
    }

    private void start(int seconds) {
        long started = System.nanoTime();
        long end = started + TimeUnit.SECONDS.toNanos(seconds);
        if (paced > 0) {
            free.addAll(connections);
            Pace.start(client.loop(), paced, end, this::due);
        } else {
            connections.forEach(connection -> connection.send(System.nanoTime()));
        }
        var _ = client.loop().schedule(() -> end(started), seconds, TimeUnit.SECONDS);
    }

    private void due(long dueNanos) {
        Connection connection = free.pollFirst();
        if (connection == null) {
            waiting.addLast(dueNanos);
        } else {
            connection.send(dueNanos);
        }
    }

    private void answered(Connection connection, long dueNanos) {
        long now = System.nanoTime();
        latency.recordValue(now - dueNanos);
        underWay--;
        Long next = waiting.pollFirst();
        if (next != null) {
            connection.send(next);
        } else if (paced > 0) {
            free.addLast(connection);
        } else if (!ending) {
            connection.send(now);
        }
    }

    /** Ends when what is under way has come in. */
    private void end(long started) {
        ending = true;
        if (underWay > 0 || !waiting.isEmpty()) {
            var _ = client.loop().schedule(() -> end(started), 1, TimeUnit.MILLISECONDS);
            return;
        }
        done.complete(Measured.of(latency, started));
        connections.forEach(connection -> connection.channel().close());
    }

    private final class Connection extends ChannelInboundHandlerAdapter {
        private @Nullable Channel channel;
        private @Nullable ByteBuf held;
        private long dueNanos;

        Channel channel() {
            return Objects.requireNonNull(channel);
        }

        void send(long due) {
            dueNanos = due;
            underWay++;
            channel().writeAndFlush(traffic.next(), channel().voidPromise());
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            channel = ctx.channel();
            connections.add(this);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = held == null ? (ByteBuf) message : Unpooled.wrappedBuffer(held, (ByteBuf) message);
            held = null;
            if (!traffic.isWhole(bytes)) {
                held = bytes;
                return;
            }
            try {
                traffic.answered(bytes);
                RequestLoad.this.answered(this, dueNanos);
            } catch (IllegalStateException wrong) {
                done.completeExceptionally(wrong);
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            done.completeExceptionally(new IllegalStateException("the other side closed a connection"));
        }
    }
}
