package io.tradepath.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.tradepath.alb.Health;
import io.tradepath.alb.HealthCheck;
import io.tradepath.alb.Target;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One health check: a connection of its own, a GET, the status code. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel, and that is what is listened to
final class HealthProbe extends ChannelInboundHandlerAdapter {

    private static final int STATUS_LINE_BYTES = 12;

    private final Gateway gateway;
    private final Target target;
    private final HealthCheck check;
    private final long deadlineNanos;
    private final StringBuilder answer = new StringBuilder();
    private boolean done;
    private @Nullable Channel channel;

    HealthProbe(Gateway gateway, Target target) {
        this.gateway = gateway;
        this.target = target;
        this.check = target.group().settings().healthCheck();
        this.deadlineNanos = gateway.time().nanoTime() + check.timeout().toNanos();
    }

    void start(EventLoop loop) {
        var future = new Bootstrap()
                .group(loop)
                .channel(gateway.socketType())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (check.tls()) {
                            channel.pipeline().addLast(gateway.targetTls(channel));
                        }
                        channel.pipeline().addLast(HealthProbe.this);
                    }
                })
                .connect(target.host(), target.healthPort());
        channel = future.channel();
        future.addListener(connected -> {
            if (!connected.isSuccess()) {
                finish(new Health.Outcome.Failed("connection refused"));
            }
        });
    }

    /** Ends the check if its time is up. */
    boolean isOver(long now) {
        if (!done && now - deadlineNanos >= 0) {
            finish(new Health.Outcome.TimedOut());
        }
        return done;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        String host = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
        String request = String.join(
                "\r\n",
                "GET " + check.path() + " HTTP/1.1",
                "Host: " + host + ":" + target.healthPort(),
                "Connection: close",
                "User-Agent: " + HealthCheck.USER_AGENT,
                "Accept-Encoding: gzip, compressed",
                "",
                "");
        ByteBuf out = ctx.alloc().buffer(request.length());
        out.writeCharSequence(request, StandardCharsets.ISO_8859_1);
        ctx.writeAndFlush(out, ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        answer.append(bytes.toString(StandardCharsets.ISO_8859_1));
        bytes.release();
        if (answer.length() >= STATUS_LINE_BYTES) {
            String line = answer.substring(0, STATUS_LINE_BYTES);
            finish(
                    line.matches("HTTP/1\\.[01] \\d{3}")
                            ? new Health.Outcome.Answered(Integer.parseInt(line.substring(9)))
                            : new Health.Outcome.Failed("the answer is not HTTP/1.1"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finish(new Health.Outcome.Failed("the connection was closed without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        finish(new Health.Outcome.Failed("the connection broke"));
    }

    private void finish(Health.Outcome outcome) {
        if (done) {
            return;
        }
        done = true;
        Channel open = channel;
        if (open != null) {
            open.close();
        }
        gateway.checked(target, outcome);
    }
}
