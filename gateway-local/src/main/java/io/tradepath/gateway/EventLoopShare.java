package io.tradepath.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.tradepath.alb.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop owns: the connections that run on it, those to targets that wait for work, and the sweep that
 * looks for time-outs. Touched by that loop's thread alone.
 */
final class EventLoopShare {

    /** How long a connection to a target may take. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final int SWEEP_MILLIS = 50;
    private static final int IDLE_PER_TARGET_MAX = 256;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Gateway gateway;
    private final EventLoop loop;
    private final SplittableRandom random;
    private final Set<ClientConnection> clients = new HashSet<>();
    private final Set<TargetConnection> targets = new HashSet<>();
    private final Map<Target, ArrayDeque<TargetConnection>> idle = new HashMap<>();
    private String date = "";
    private long dateSecond = -1;

    EventLoopShare(Gateway gateway, EventLoop loop, SplittableRandom random) {
        this.gateway = gateway;
        this.loop = loop;
        this.random = random;
        var ignored = loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    Gateway gateway() {
        return gateway;
    }

    EventLoop loop() {
        return loop;
    }

    SplittableRandom random() {
        return random;
    }

    long nanoTime() {
        return gateway.time().nanoTime();
    }

    /** The Date header's value. */
    String date() {
        Instant now = gateway.time().instant();
        if (now.getEpochSecond() != dateSecond) {
            dateSecond = now.getEpochSecond();
            date = HTTP_DATE.format(now);
        }
        return date;
    }

    void opened(ClientConnection client) {
        clients.add(client);
    }

    void closed(ClientConnection client) {
        clients.remove(client);
    }

    /** An idle connection to the target that is still open; null where there is none. */
    @Nullable
    TargetConnection takeIdle(Target target) {
        ArrayDeque<TargetConnection> waiting = idle.get(target);
        while (waiting != null && !waiting.isEmpty()) {
            TargetConnection connection = waiting.pollLast();
            if (connection.isUsable()) {
                return connection;
            }
        }
        return null;
    }

    /** Takes back a connection after its exchange. */
    void release(TargetConnection connection) {
        connection.resumeReading();
        ArrayDeque<TargetConnection> waiting = idle.computeIfAbsent(connection.target(), ignored -> new ArrayDeque<>());
        if (waiting.size() >= IDLE_PER_TARGET_MAX) {
            connection.close();
        } else {
            waiting.addLast(connection);
        }
    }

    void forget(TargetConnection connection) {
        targets.remove(connection);
        ArrayDeque<TargetConnection> waiting = idle.get(connection.target());
        if (waiting != null) {
            waiting.remove(connection);
        }
    }

    /** Opens a connection to a target, on this loop. */
    ChannelFuture connect(Target target, java.util.function.Consumer<TargetConnection> whenOpen) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(gateway.socketType())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (target.group().settings().tls()) {
                            channel.pipeline().addLast(gateway.targetTls(channel));
                        }
                    }
                });
        ChannelFuture future = bootstrap.connect(target.host(), target.port());
        future.addListener(done -> {
            if (done.isSuccess()) {
                TargetConnection connection = new TargetConnection(this, target, future.channel());
                targets.add(connection);
                future.channel().pipeline().addLast(connection);
                whenOpen.accept(connection);
            }
        });
        return future;
    }

    private void sweep() {
        long now = nanoTime();
        for (ClientConnection client : new ArrayList<>(clients)) {
            client.checkTime(now);
        }
        for (TargetConnection connection : new ArrayList<>(targets)) {
            long silent = now - connection.lastActivityNanos;
            if (connection.isIdle()
                    && (silent >= gateway.targetIdleNanos()
                            || connection.target().isDraining())) {
                connection.close();
            }
        }
        idle.keySet().removeIf(target -> target.isDraining() && target.outstanding() == 0);
    }

    /** Ends what is still open to a target whose draining is over. */
    void cutOff(Set<Target> drained) {
        List<TargetConnection> open = new ArrayList<>(targets);
        for (TargetConnection connection : open) {
            if (drained.contains(connection.target())) {
                ClientConnection client = connection.client();
                connection.abandon();
                if (client != null) {
                    client.cutOff();
                }
            }
        }
        drained.forEach(idle::remove);
    }

    void closeAll() {
        for (ClientConnection client : new ArrayList<>(clients)) {
            client.cutOff();
        }
        for (TargetConnection connection : new ArrayList<>(targets)) {
            connection.abandon();
        }
    }
}
