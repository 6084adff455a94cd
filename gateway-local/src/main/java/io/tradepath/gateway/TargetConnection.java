package io.tradepath.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tradepath.alb.Target;
import io.tradepath.alb.http.BodyFraming;
import io.tradepath.alb.http.ResponseHead;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to a target. Serves one exchange at a time and then waits in the pool for the next. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel, and that is what is listened to
final class TargetConnection extends ChannelInboundHandlerAdapter {

    private static final int ANSWER_HEAD_BYTES_MAX = 32 * 1024;

    private static final int LAST_BYTES_SECONDS = 10;

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        TUNNEL,
        CLOSED
    }

    private final EventLoopShare share;
    private final Target target;
    private final HeadBuffer buffer;
    private final BodyReader body = new BodyReader();
    private final Channel channel;
    private Phase phase = Phase.IDLE;
    private @Nullable ClientConnection client;
    private @Nullable ResponseHead answer;
    private boolean wrote;
    private boolean reusable;
    long lastActivityNanos;

    TargetConnection(EventLoopShare share, Target target, Channel channel) {
        this.share = share;
        this.target = target;
        this.channel = channel;
        this.buffer = new HeadBuffer(channel.alloc());
        this.lastActivityNanos = share.nanoTime();
    }

    Target target() {
        return target;
    }

    Channel channel() {
        return channel;
    }

    boolean isUsable() {
        return phase == Phase.IDLE && channel.isActive();
    }

    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    boolean serves(ClientConnection someone) {
        return client == someone;
    }

    @Nullable
    ClientConnection client() {
        return client;
    }

    /** Begins an exchange: the next answer is the client's. */
    void serve(ClientConnection next) {
        client = next;
        phase = Phase.HEAD;
        lastActivityNanos = share.nanoTime();
    }

    void write(ByteBuf bytes) {
        lastActivityNanos = share.nanoTime();
        channel.write(bytes, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        lastActivityNanos = share.nanoTime();
        ClientConnection to = client;
        if (to == null || phase == Phase.IDLE || phase == Phase.CLOSED) {
            // a target that speaks unasked has lost count of its requests
            bytes.release();
            close();
            return;
        }
        if (phase == Phase.TUNNEL) {
            wrote = true;
            to.fromTunnel(bytes);
            return;
        }
        if (phase == Phase.BODY && buffer.isEmpty()) {
            readBody(to, bytes);
            bytes.release();
            return;
        }
        buffer.append(bytes);
        readHead(to);
    }

    private void readHead(ClientConnection to) {
        while (phase == Phase.HEAD) {
            byte[] bytes = buffer.takeHead();
            if (bytes == null) {
                if (buffer.size() > ANSWER_HEAD_BYTES_MAX) {
                    fail(to, "the answer's headers are too large");
                }
                return;
            }
            ResponseHead head = bytes.length > ANSWER_HEAD_BYTES_MAX ? null : ResponseHead.parse(bytes);
            if (head == null) {
                fail(to, "the answer's head is malformed or too large");
                return;
            }
            if (head.status() == 101) {
                switchProtocols(to, head);
            } else if (head.status() >= 200) {
                startAnswer(to, head);
            }
            // other 1xx answers were for this hop: Expect is answered by the load balancer
        }
    }

    private void switchProtocols(ClientConnection to, ResponseHead head) {
        if (!to.awaitsUpgrade()) {
            fail(to, "the target switched protocols unasked");
            return;
        }
        phase = Phase.TUNNEL;
        wrote = true;
        to.upgraded(head);
        ByteBuf rest = buffer.take();
        if (rest != null) {
            to.fromTunnel(rest);
        }
    }

    private void startAnswer(ClientConnection to, ResponseHead head) {
        BodyFraming framing = BodyFraming.ofAnswer(head, to.method());
        if (framing == null) {
            fail(to, "the answer's Content-Length headers differ");
            return;
        }
        answer = head;
        phase = Phase.BODY;
        reusable = head.keepsAlive() && !(framing instanceof BodyFraming.UntilClose);
        body.start(framing);
        wrote = true;
        to.answered(head, framing);
        if (body.isEmpty()) {
            done(to);
            return;
        }
        ByteBuf rest = buffer.take();
        if (rest != null) {
            readBody(to, rest);
            rest.release();
        }
    }

    private void readBody(ClientConnection to, ByteBuf bytes) {
        wrote = true;
        switch (body.read(bytes, to::answerData)) {
            case MORE -> {}
            case DONE -> {
                if (bytes.isReadable()) {
                    reusable = false;
                }
                done(to);
            }
            case MALFORMED -> fail(to, "a chunk of the answer is malformed");
        }
    }

    /** The answer is complete: gives the connection back, and only then tells the client, who may want it again. */
    private void done(ClientConnection to) {
        client = null;
        answer = null;
        phase = Phase.IDLE;
        if (!buffer.isEmpty()) {
            buffer.release();
            reusable = false;
        }
        boolean again = reusable && to.mayReuseTarget() && channel.isActive() && !target.isDraining();
        if (again) {
            share.release(this);
        } else {
            close();
        }
        to.answerDone();
    }

    private void fail(ClientConnection to, String why) {
        client = null;
        close();
        to.targetFailed(502, why);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (wrote) {
            wrote = false;
            ClientConnection to = client;
            if (to != null) {
                to.flush();
                pauseIfBehind(to);
            }
        }
    }

    /** Reads no more from the target while the client's socket is full. */
    private void pauseIfBehind(ClientConnection to) {
        if (!to.channel().isWritable() && channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
        }
    }

    void resumeReading() {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ClientConnection from = client;
        if (from != null && channel.isWritable()) {
            from.resumeReading();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended("the target closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Faults.report(cause);
        ended("the connection to the target broke: " + cause.getMessage());
        channel.close();
    }

    private void ended(String why) {
        ClientConnection to = client;
        client = null;
        boolean untilClose = phase == Phase.BODY && answer != null && endsWithClose();
        boolean tunnel = phase == Phase.TUNNEL;
        phase = Phase.CLOSED;
        buffer.release();
        share.forget(this);
        if (to == null) {
            return;
        }
        if (tunnel) {
            to.tunnelEnded();
        } else if (untilClose) {
            to.answerDone();
        } else {
            to.targetFailed(502, why);
        }
    }

    private boolean endsWithClose() {
        return BodyFraming.ofAnswer(Objects.requireNonNull(answer), "GET") instanceof BodyFraming.UntilClose;
    }

    /** Lets the exchange go without an answer: the client has left, or time is up. */
    void abandon() {
        client = null;
        close();
    }

    /** Closes after what was written has gone out. */
    void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        buffer.release();
        share.forget(this);
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        // a target that reads no more must not hold the socket for ever
        channel.eventLoop().schedule(() -> channel.close(), LAST_BYTES_SECONDS, TimeUnit.SECONDS);
    }
}
