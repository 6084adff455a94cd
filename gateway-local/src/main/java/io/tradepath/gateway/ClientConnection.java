package io.tradepath.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.tradepath.alb.Action;
import io.tradepath.alb.JwtValidation;
import io.tradepath.alb.LoadBalancer;
import io.tradepath.alb.LoadBalancer.DesyncMode;
import io.tradepath.alb.RoutedRequest;
import io.tradepath.alb.Rule;
import io.tradepath.alb.Selector;
import io.tradepath.alb.Target;
import io.tradepath.alb.TraceId;
import io.tradepath.alb.http.BodyFraming;
import io.tradepath.alb.http.DesyncGuard;
import io.tradepath.alb.http.HeaderName;
import io.tradepath.alb.http.Inspection;
import io.tradepath.alb.http.RequestHead;
import io.tradepath.alb.http.ResponseHead;
import io.tradepath.alb.http.Tier;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A client's connection: reads requests one after another, has each decided, and hands bytes through. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel, and that is what is listened to
final class ClientConnection extends ChannelInboundHandlerAdapter {

    /** How long a refused client may still send before its connection is closed under it. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private enum Phase {
        /** Between requests, or within a request's head. */
        HEAD,
        /** A request waits for its target's connection or for the issuer's keys; its body is not read on. */
        WAITING,
        BODY,
        /** The request is complete and its answer is not. */
        ANSWER,
        TUNNEL,
        /** The last answer is written; what still comes is thrown away. */
        CLOSING,
        CLOSED
    }

    private final EventLoopShare share;
    private final Gateway gateway;
    private final ServedListener served;
    private final LoadBalancer loadBalancer;
    private final Channel channel;
    private final HeadBuffer buffer;
    private final BodyReader body = new BodyReader();
    private final String peerAddress;
    private final int peerPort;
    private final long openedNanos;
    private Phase phase = Phase.HEAD;
    private @Nullable Exchange exchange;
    private @Nullable ChannelFuture connecting;
    private long lastActivityNanos;
    private long headStartedNanos;
    private long phaseStartedNanos;
    private long closeAtNanos;
    private int requests;
    private boolean keepAlive = true;
    private boolean toTargetUnflushed;
    private @Nullable BodyWriter toTarget;
    private @Nullable BodyWriter toClient;

    ClientConnection(EventLoopShare share, ServedListener served, Channel channel) {
        this.share = share;
        this.gateway = share.gateway();
        this.served = served;
        this.loadBalancer = served.listener().loadBalancer();
        this.channel = channel;
        this.buffer = new HeadBuffer(channel.alloc());
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        this.peerAddress = peer.getAddress().getHostAddress();
        this.peerPort = peer.getPort();
        this.openedNanos = share.nanoTime();
        this.lastActivityNanos = openedNanos;
    }

    Channel channel() {
        return channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        share.opened(this);
        gateway.metrics(loadBalancer).connectionOpened();
        ctx.fireChannelActive();
    }

    // ---- from the client

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        lastActivityNanos = share.nanoTime();
        switch (phase) {
            case TUNNEL -> toTunnel(bytes);
            case CLOSING, CLOSED -> bytes.release();
            case BODY -> {
                if (buffer.isEmpty()) {
                    readBody(bytes);
                } else {
                    buffer.append(bytes);
                    proceed();
                }
            }
            case HEAD -> {
                if (buffer.isEmpty()) {
                    headStartedNanos = lastActivityNanos;
                }
                buffer.append(bytes);
                proceed();
            }
            case WAITING, ANSWER -> {
                buffer.append(bytes);
                if (buffer.isFull()) {
                    channel.config().setAutoRead(false);
                }
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flushToTarget();
    }

    private void flushToTarget() {
        TargetConnection connection = exchange == null ? null : exchange.targetConnection;
        if (toTargetUnflushed && connection != null) {
            toTargetUnflushed = false;
            // may end the exchange then and there, where the target has just gone
            connection.flush();
            if (connection.serves(this) && !connection.channel().isWritable()) {
                channel.config().setAutoRead(false);
            }
        }
    }

    void resumeReading() {
        boolean mayRead = phase != Phase.WAITING && !buffer.isFull();
        if (mayRead && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Goes on with what is buffered, as far as the phase allows. */
    private void proceed() {
        while (true) {
            if (phase == Phase.HEAD) {
                byte[] head = buffer.takeHead();
                if (head == null) {
                    refuseOversizedHead();
                    return;
                }
                begin(head);
            } else if (phase == Phase.BODY && !buffer.isEmpty()) {
                readBody(Objects.requireNonNull(buffer.take()));
            } else {
                return;
            }
        }
    }

    private void refuseOversizedHead() {
        if (buffer.firstLineBytes() > Admission.REQUEST_LINE_BYTES_MAX) {
            refuseUnread(414);
        } else if (buffer.isFull()) {
            refuseUnread(400);
        }
    }

    private void readBody(ByteBuf bytes) {
        Exchange current = Objects.requireNonNull(exchange);
        current.receivedBytes += bytes.readableBytes();
        BodyReader.Progress progress = body.read(bytes, Objects.requireNonNull(toTarget));
        if (bytes.isReadable()) {
            current.receivedBytes -= bytes.readableBytes();
            buffer.append(bytes);
        } else {
            bytes.release();
        }
        if (exchange != current) {
            return;
        }
        switch (progress) {
            case MORE -> {}
            case DONE -> requestComplete(current);
            case MALFORMED -> malformedBody(current);
        }
    }

    private void requestComplete(Exchange current) {
        Objects.requireNonNull(toTarget).end();
        current.requestSent = true;
        current.sentNanos = share.nanoTime();
        enter(Phase.ANSWER);
    }

    /** The target has a part of a request that will never be whole: its connection is of no more use. */
    private void malformedBody(Exchange current) {
        dropTarget(current);
        if (current.answerStarted) {
            finish(current);
            closeNow();
        } else {
            answerSelf(current, GeneratedAnswer.error(400), false);
        }
    }

    private void enter(Phase next) {
        phase = next;
        phaseStartedNanos = share.nanoTime();
    }

    // ---- deciding

    private void begin(byte[] bytes) {
        RequestHead head = RequestHead.parse(bytes);
        Inspection inspection = DesyncGuard.inspect(head);
        Exchange current = new Exchange(head, inspection, gateway.time().instant(), share.nanoTime());
        exchange = current;
        requests++;
        noteTls(current);
        boolean expired = current.startedNanos - openedNanos
                >= loadBalancer.clientKeepAlive().toNanos();
        keepAlive = head.keepsAlive() && !expired && !gateway.isClosing();
        enter(Phase.WAITING);
        if (inspection.tier() != Tier.COMPLIANT) {
            gateway.metrics(loadBalancer).nonCompliantRequest();
        }
        int refusal = Admission.refusal(head, inspection, loadBalancer.desyncMode());
        if (refusal != 0) {
            answerSelf(current, GeneratedAnswer.error(refusal), false);
            return;
        }
        if (inspection.tier() == Tier.AMBIGUOUS && loadBalancer.desyncMode() == DesyncMode.DEFENSIVE) {
            keepAlive = false;
        }
        current.traceId = TraceId.next(
                head.first(HeaderName.X_AMZN_TRACE_ID), current.startedAt.getEpochSecond(), share.random());
        RoutedRequest request = new RoutedRequest(head, peerAddress);
        Rule rule = served.listener().ruleFor(request);
        rule.hits().increment();
        current.rule = rule;
        gateway.recent().add(served.listener(), request, rule, current);
        JwtValidation jwt = rule.jwt();
        if (jwt == null) {
            act(current, rule);
        } else {
            checkToken(current, rule, jwt);
        }
    }

    /** Acts once the token is known to hold. Only where the issuer's keys must be fetched does that take a while. */
    private void checkToken(Exchange current, Rule rule, JwtValidation jwt) {
        CompletableFuture<TokenKeys.Outcome> check =
                gateway.tokenKeys().check(current.head.first(HeaderName.AUTHORIZATION), jwt);
        if (check.isDone()) {
            tokenChecked(current, rule, check.join());
            return;
        }
        var ignored = check.thenAccept(outcome -> share.loop().execute(() -> {
            if (exchange == current && phase == Phase.WAITING) {
                tokenChecked(current, rule, outcome);
                proceed();
                flushToTarget();
                resumeReading();
            }
        }));
    }

    private void tokenChecked(Exchange current, Rule rule, TokenKeys.Outcome outcome) {
        switch (outcome) {
            case TokenKeys.Outcome.Passed ignored -> act(current, rule);
            case TokenKeys.Outcome.Refused refused -> {
                current.errorReason = refused.reason();
                answerSelf(current, GeneratedAnswer.error(401), keepAlive);
            }
            case TokenKeys.Outcome.NoKeys noKeys -> {
                current.errorReason = noKeys.reason();
                answerSelf(current, GeneratedAnswer.error(500), keepAlive);
            }
        }
    }

    private void noteTls(Exchange current) {
        SslHandler tls = served.tls() ? channel.pipeline().get(SslHandler.class) : null;
        if (tls != null) {
            current.tlsCipher = tls.engine().getSession().getCipherSuite();
            current.tlsProtocol = tls.engine().getSession().getProtocol();
        }
    }

    private void act(Exchange current, Rule rule) {
        GeneratedAnswer file = rule.isDefault() ? gateway.staticFile(current.head) : null;
        if (file != null) {
            answerSelf(current, file, keepAlive);
            return;
        }
        switch (rule.action()) {
            case Action.FixedResponse fixed -> {
                current.actions = "fixed-response";
                gateway.metrics(loadBalancer).fixedResponse();
                answerSelf(
                        current, GeneratedAnswer.fixed(fixed.status(), fixed.contentType(), fixed.body()), keepAlive);
            }
            case Action.Redirect redirect -> {
                current.actions = "redirect";
                gateway.metrics(loadBalancer).redirect();
                RequestHead head = current.head;
                current.redirectUrl = redirect.location(
                        served.protocol(), head.host(), head.portOr(served.port()), head.path(), head.query());
                answerSelf(current, GeneratedAnswer.redirect(redirect.status(), current.redirectUrl), keepAlive);
            }
            case Action.Forward forward -> forward(current, forward);
        }
    }

    private void forward(Exchange current, Action.Forward forward) {
        current.actions = "forward";
        Selector.Selection selection = gateway.selector().choose(forward, current.head, current.startedAt);
        Target target = selection.target();
        current.group = selection.group();
        current.setCookies = selection.setCookies();
        if (target == null) {
            answerSelf(current, GeneratedAnswer.error(503), keepAlive);
            return;
        }
        current.target = target;
        target.begin();
        gateway.metrics(loadBalancer).targetChosen();
        if (current.head.indexOf(HeaderName.EXPECT) >= 0
                && current.head.isHttp11()
                && current.head.listHas(HeaderName.EXPECT, "100-continue")) {
            channel.writeAndFlush(
                    ByteBufUtil.writeAscii(channel.alloc(), "HTTP/1.1 100 Continue\r\n\r\n"), channel.voidPromise());
        }
        TargetConnection pooled = share.takeIdle(target);
        if (pooled != null) {
            send(current, pooled);
            return;
        }
        ChannelFuture future = share.connect(target, connection -> connected(current, connection));
        connecting = future;
        future.addListener(done -> {
            if (!done.isSuccess() && future.equals(connecting)) {
                connecting = null;
                gateway.metrics(loadBalancer).targetConnectionFailed();
                targetFailed(502, "the target refused the connection");
            }
        });
    }

    private void connected(Exchange current, TargetConnection connection) {
        if (exchange != current || phase != Phase.WAITING) {
            connection.abandon();
            return;
        }
        connecting = null;
        send(current, connection);
        proceed();
        flushToTarget();
        resumeReading();
    }

    private void send(Exchange current, TargetConnection connection) {
        current.targetConnection = connection;
        connection.serve(this);
        writeToTarget(current, HeadWriter.request(channel.alloc(), current, served, peerAddress, peerPort));
        if (exchange != current) {
            return;
        }
        current.sentNanos = share.nanoTime();
        body.start(current.inspection.framing());
        if (body.isEmpty()) {
            current.requestSent = true;
            enter(Phase.ANSWER);
            return;
        }
        toTarget = BodyWriter.of(current.inspection.framing(), channel.alloc(), bytes -> writeToTarget(current, bytes));
        enter(Phase.BODY);
    }

    private void writeToTarget(Exchange current, ByteBuf bytes) {
        TargetConnection connection = current.targetConnection;
        if (connection == null) {
            bytes.release();
            return;
        }
        connection.write(bytes);
        toTargetUnflushed = true;
    }

    // ---- from the target

    String method() {
        return exchange == null ? "" : exchange.head.method();
    }

    boolean awaitsUpgrade() {
        return exchange != null && exchange.webSocket;
    }

    boolean mayReuseTarget() {
        Exchange current = exchange;
        return current != null
                && current.requestSent
                && !(current.inspection.tier() == Tier.AMBIGUOUS && loadBalancer.desyncMode() == DesyncMode.DEFENSIVE);
    }

    /** The target's answer has begun. */
    void answered(ResponseHead head, BodyFraming framing) {
        Exchange current = Objects.requireNonNull(exchange);
        Target target = Objects.requireNonNull(current.target);
        current.answeredNanos = share.nanoTime();
        current.answerStarted = true;
        current.targetStatus = head.status();
        current.elbStatus = head.status();
        BodyFraming onward = framing;
        if (!(framing instanceof BodyFraming.Length)) {
            onward = current.head.isHttp11() ? BodyFraming.CHUNKED : BodyFraming.UNTIL_CLOSE;
        }
        if (onward instanceof BodyFraming.UntilClose || target.isDraining() || !current.requestSent) {
            keepAlive = false;
        }
        toClient = BodyWriter.of(onward, channel.alloc(), this::writeToClient);
        String extra = current.setCookies
                + Selector.applicationCookie(Objects.requireNonNull(current.group), target, head, current.startedAt);
        ByteBuf out = HeadWriter.answer(channel.alloc(), head, onward, keepAlive, share.date(), extra);
        current.sentBytes += out.readableBytes();
        channel.write(out, channel.voidPromise());
    }

    private void writeToClient(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    void answerData(ByteBuf slice) {
        Exchange current = exchange;
        if (current == null) {
            slice.release();
            return;
        }
        current.sentBytes += slice.readableBytes();
        lastActivityNanos = share.nanoTime();
        Objects.requireNonNull(toClient).data(slice);
    }

    void answerDone() {
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        current.targetConnection = null;
        Objects.requireNonNull(toClient).end();
        finish(current);
        ended();
    }

    /** The answer is written: on to the next request, or to the end of the connection. */
    private void ended() {
        channel.flush();
        exchange = null;
        toTarget = null;
        toClient = null;
        if (!keepAlive) {
            closeGently();
            return;
        }
        enter(Phase.HEAD);
        headStartedNanos = share.nanoTime();
        resumeReading();
        if (!buffer.isEmpty()) {
            // a pipelined request: not by recursion, the client may have sent a thousand
            share.loop().execute(() -> {
                if (phase == Phase.HEAD) {
                    proceed();
                    flushToTarget();
                }
            });
        }
    }

    /** The target will give no whole answer. */
    void targetFailed(int status, String why) {
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        current.targetConnection = null;
        current.errorReason = why;
        if (current.answerStarted) {
            // the client has a part of an answer: that its connection breaks is the only way to tell it
            finish(current);
            closeNow();
            return;
        }
        answerSelf(current, GeneratedAnswer.error(status), keepAlive && current.requestSent);
    }

    void flush() {
        channel.flush();
    }

    // ---- the tunnel

    void upgraded(ResponseHead head) {
        Exchange current = Objects.requireNonNull(exchange);
        current.answeredNanos = share.nanoTime();
        current.answerStarted = true;
        current.targetStatus = 101;
        current.elbStatus = 101;
        String extra = current.setCookies
                + Selector.applicationCookie(
                        Objects.requireNonNull(current.group),
                        Objects.requireNonNull(current.target),
                        head,
                        current.startedAt);
        ByteBuf out = HeadWriter.switchingProtocols(channel.alloc(), head, extra);
        current.sentBytes += out.readableBytes();
        channel.writeAndFlush(out, channel.voidPromise());
        enter(Phase.TUNNEL);
        ByteBuf early = buffer.take();
        if (early != null) {
            toTunnel(early);
            flushToTarget();
        }
        resumeReading();
    }

    private void toTunnel(ByteBuf bytes) {
        Exchange current = Objects.requireNonNull(exchange);
        current.receivedBytes += bytes.readableBytes();
        writeToTarget(current, bytes);
    }

    void fromTunnel(ByteBuf bytes) {
        Exchange current = exchange;
        if (current == null) {
            bytes.release();
            return;
        }
        current.sentBytes += bytes.readableBytes();
        lastActivityNanos = share.nanoTime();
        channel.write(bytes, channel.voidPromise());
    }

    /** The target has left: what it had sent goes out, and the client is closed. */
    void tunnelEnded() {
        Exchange current = exchange;
        if (current != null) {
            current.targetConnection = null;
            finish(current);
            exchange = null;
        }
        closeNow();
    }

    // ---- own answers

    private void refuseUnread(int status) {
        RequestHead nothing = RequestHead.of("- - -\r\n\r\n");
        Exchange current = new Exchange(
                nothing, DesyncGuard.inspect(nothing), gateway.time().instant(), share.nanoTime());
        exchange = current;
        current.receivedBytes = buffer.size();
        answerSelf(current, GeneratedAnswer.error(status), false);
    }

    private void answerSelf(Exchange current, GeneratedAnswer answer, boolean mayKeepAlive) {
        boolean bodyUnread = !(current.inspection.framing() instanceof BodyFraming.Length length) || length.bytes() > 0;
        keepAlive = mayKeepAlive && keepAlive && (!bodyUnread || current.requestSent);
        current.elbStatus = answer.status();
        current.answerStarted = true;
        boolean headOnly = current.head.method().equals("HEAD");
        ByteBuf out = answer.encode(channel.alloc(), share.date(), keepAlive, headOnly, current.setCookies);
        current.sentBytes += out.readableBytes();
        channel.write(out, channel.voidPromise());
        gateway.metrics(loadBalancer).elbAnswered(answer.status());
        finish(current);
        ended();
    }

    /** Books a request that is over, however it ended. */
    private void finish(Exchange current) {
        Target target = current.target;
        if (target != null) {
            target.end();
            current.target = null;
        }
        long now = share.nanoTime();
        if (current.targetStatus != 0) {
            gateway.metrics(loadBalancer)
                    .targetAnswered(current.targetStatus, current.answeredNanos - current.sentNanos);
        }
        gateway.metrics(loadBalancer).bytes(current.receivedBytes + current.sentBytes);
        gateway.logged(served, current, target, peerAddress + ":" + peerPort, now);
    }

    private void dropTarget(Exchange current) {
        TargetConnection connection = current.targetConnection;
        current.targetConnection = null;
        if (connection != null) {
            connection.abandon();
        }
        ChannelFuture pending = connecting;
        connecting = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    // ---- time and the end

    /** Called a few times a second. */
    void checkTime(long now) {
        long idle = loadBalancer.idleTimeout().toNanos();
        Exchange current = exchange;
        switch (phase) {
            case HEAD -> checkHeadTime(now, idle);
            case WAITING -> {
                if (connecting != null && now - phaseStartedNanos >= EventLoopShare.CONNECT_TIMEOUT.toNanos()) {
                    timeOut(Objects.requireNonNull(current), "no connection to the target in time");
                }
            }
            case BODY, ANSWER -> {
                long since = Math.max(Math.max(lastActivityNanos, phaseStartedNanos), targetActivity(current));
                if (now - since >= idle) {
                    timeOut(Objects.requireNonNull(current), "the target was silent for the idle timeout");
                }
            }
            case TUNNEL -> {
                if (now - Math.max(lastActivityNanos, targetActivity(current)) >= idle) {
                    cutOff();
                }
            }
            case CLOSING -> {
                if (now - closeAtNanos >= 0) {
                    channel.close();
                }
            }
            case CLOSED -> {}
        }
    }

    private void checkHeadTime(long now, long idle) {
        if (!buffer.isEmpty() && now - headStartedNanos >= idle) {
            refuseUnread(408);
        } else if (buffer.isEmpty() && now - lastActivityNanos >= idle) {
            if (requests == 0) {
                refuseUnread(408);
            } else {
                closeNow();
            }
        } else if (buffer.isEmpty()
                && requests > 0
                && now - openedNanos >= loadBalancer.clientKeepAlive().toNanos()) {
            closeNow();
        }
    }

    private static long targetActivity(@Nullable Exchange current) {
        TargetConnection connection = current == null ? null : current.targetConnection;
        return connection == null ? Long.MIN_VALUE : connection.lastActivityNanos;
    }

    private void timeOut(Exchange current, String why) {
        boolean clientSilent = phase == Phase.BODY;
        dropTarget(current);
        current.errorReason = why;
        if (current.answerStarted) {
            finish(current);
            exchange = null;
            closeNow();
        } else {
            answerSelf(current, GeneratedAnswer.error(clientSilent ? 408 : 504), keepAlive && !clientSilent);
        }
    }

    /** Ends the connection at once, an exchange that is under way included. */
    void cutOff() {
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            dropTarget(current);
            finish(current);
        }
        closeNow();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            if (phase != Phase.TUNNEL) {
                current.elbStatus = current.answerStarted ? current.elbStatus : 460;
            }
            dropTarget(current);
            finish(current);
        }
        phase = Phase.CLOSED;
        buffer.release();
        share.closed(this);
        gateway.metrics(loadBalancer).connectionClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Faults.report(cause);
        if (cause.getCause() instanceof SSLException) {
            gateway.metrics(loadBalancer).tlsFailed();
        }
        channel.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (channel.isWritable() && current != null && current.targetConnection != null) {
            current.targetConnection.resumeReading();
        }
        ctx.fireChannelWritabilityChanged();
    }

    /** Says that nothing more will come and waits for the client to close, so that it can read the last answer. */
    private void closeGently() {
        enterClosing();
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener((ChannelFutureListener) written -> {
            closeAtNanos = share.nanoTime() + LINGER.toNanos();
            if (channel instanceof DuplexChannel duplex && !served.tls()) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    /** What is written still has the idle timeout to go out. */
    private void enterClosing() {
        enter(Phase.CLOSING);
        buffer.release();
        closeAtNanos = phaseStartedNanos + loadBalancer.idleTimeout().toNanos();
    }

    private void closeNow() {
        enterClosing();
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
    }
}
