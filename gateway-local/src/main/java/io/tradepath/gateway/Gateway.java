package io.tradepath.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.tradepath.alb.Health;
import io.tradepath.alb.LoadBalancer;
import io.tradepath.alb.Metrics;
import io.tradepath.alb.Selector;
import io.tradepath.alb.Target;
import io.tradepath.alb.TargetGroup;
import io.tradepath.alb.TargetGroupSettings;
import io.tradepath.alb.TimeSource;
import io.tradepath.alb.Topology;
import io.tradepath.alb.http.RequestHead;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A running load balancer: its listeners are open and its targets are being checked. */
final class Gateway implements AutoCloseable {

    private static final int PULSE_MILLIS = 50;
    private static final int BACKLOG = 4096;
    private static final int LOW_WATER_BYTES = 64 * 1024;
    private static final int HIGH_WATER_BYTES = 256 * 1024;

    private final GatewaySettings settings;
    private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
    private final Map<LoadBalancer, Metrics> metrics = new HashMap<>();
    private final IdentityHashMap<EventLoop, EventLoopShare> shares = new IdentityHashMap<>();
    private final List<ServedListener> listeners = new ArrayList<>();
    private final List<Channel> serverChannels = new ArrayList<>();
    private final ConcurrentLinkedQueue<HealthProbe> probes = new ConcurrentLinkedQueue<>();
    private final RecentRequests recent = new RecentRequests();
    private final Selector selector;
    private final long targetIdleNanos;
    private final EventLoopGroup loops;
    private final TokenKeys tokenKeys;
    private final @Nullable StaticFiles staticFiles;
    private final ManagementServer management;
    private final @Nullable DnsTargets dnsTargets;
    private volatile boolean closing;

    /**
     * Starts a gateway; it serves when this returns.
     *
     * @throws IOException where a port cannot be had; the message names it
     */
    static Gateway start(GatewaySettings settings) throws IOException {
        return new Gateway(settings);
    }

    private Gateway(GatewaySettings settings) throws IOException {
        this.settings = settings;
        RandomGenerator random = new SharedRandom();
        Set<String> used = Topology.groupsOf(
                settings.open().stream().map(GatewaySettings.Open::listener).toList());
        for (TargetGroupSettings group : settings.topology().groups()) {
            groups.put(group.id(), new TargetGroup(group, settings.time(), random, used.contains(group.id())));
        }
        for (GatewaySettings.Open open : settings.open()) {
            metrics.computeIfAbsent(open.listener().loadBalancer(), ignored -> new Metrics());
        }
        selector = new Selector(groups, random);
        targetIdleNanos = metrics.keySet().stream()
                .mapToLong(loadBalancer -> loadBalancer.idleTimeout().toNanos())
                .max()
                .orElseThrow(() -> new IllegalArgumentException("no listener is to be opened"));
        loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(), Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        SplittableRandom seeds = new SplittableRandom();
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            shares.put(loop, new EventLoopShare(this, loop, seeds.split()));
        }
        tokenKeys = new TokenKeys(settings.time());
        try {
            staticFiles = settings.staticFolder() == null ? null : new StaticFiles(settings.staticFolder());
            SslContext certificate = needsTls(settings.open()) ? DevelopmentCertificate.serverContext() : null;
            List<TargetSpec> byName = new ArrayList<>();
            for (TargetSpec target : settings.targets()) {
                if (target.dns()) {
                    byName.add(target);
                } else {
                    register(target);
                }
            }
            dnsTargets = byName.isEmpty() ? null : new DnsTargets(this, byName);
            for (GatewaySettings.Open open : settings.open()) {
                listen(open, certificate);
            }
            var ignored = loops.next().scheduleAtFixedRate(this::pulse, 0, PULSE_MILLIS, TimeUnit.MILLISECONDS);
            management = new ManagementServer(this, settings.managementBind(), settings.managementPort());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Random numbers for any thread; none of them guards a secret. */
    private static final class SharedRandom implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }

    private static boolean needsTls(List<GatewaySettings.Open> open) {
        return open.stream().anyMatch(each -> each.listener().tls() && !each.plain());
    }

    private void listen(GatewaySettings.Open open, @Nullable SslContext certificate) throws IOException {
        SslContext tlsContext = open.listener().tls() && !open.plain() ? certificate : null;
        ServedListener template = new ServedListener(open.listener(), open.port(), tlsContext != null);
        ServedListener[] served = {template};
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        EventLoopShare share = shareOf(channel.eventLoop());
                        if (tlsContext != null) {
                            channel.pipeline().addLast(tlsContext.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new ClientConnection(share, served[0], channel));
                    }
                });
        try {
            Channel channel =
                    bootstrap.bind(settings.bind(), open.port()).sync().channel();
            serverChannels.add(channel);
            served[0] = template.on(((java.net.InetSocketAddress) channel.localAddress()).getPort());
            listeners.add(served[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted while opening listener " + open.listener().id(), e);
        } catch (Exception e) {
            throw portError(open, e);
        }
    }

    private static IOException portError(GatewaySettings.Open open, Exception cause) {
        // the native transport has an exception of its own
        boolean taken = cause instanceof BindException
                || String.valueOf(cause.getMessage()).contains("Address already in use");
        String message = taken
                ? "port " + open.port() + " of listener " + open.listener().id() + " is in use"
                : "listener " + open.listener().id() + " cannot listen on port " + open.port() + ": "
                        + cause.getMessage();
        return new IOException(message, cause);
    }

    private EventLoopShare shareOf(EventLoop loop) {
        EventLoopShare share = shares.get(loop);
        if (share == null) {
            throw new IllegalStateException("an event loop of another group");
        }
        return share;
    }

    /** Starts what is due: health checks, their time-outs, the end of drains. */
    private void pulse() {
        long now = time().nanoTime();
        probes.removeIf(probe -> probe.isOver(now));
        for (TargetGroup group : groups.values()) {
            for (Target target : group.takeDueChecks()) {
                EventLoop loop = loops.next();
                HealthProbe probe = new HealthProbe(this, target);
                probes.add(probe);
                loop.execute(() -> probe.start(loop));
            }
            Set<Target> drained = new HashSet<>(group.removeDrained());
            if (!drained.isEmpty()) {
                shares.forEach((loop, share) -> loop.execute(() -> share.cutOff(drained)));
            }
        }
    }

    TimeSource time() {
        return settings.time();
    }

    Class<? extends SocketChannel> socketType() {
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    ChannelHandler targetTls(Channel channel) {
        return TargetTls.handler(channel);
    }

    Selector selector() {
        return selector;
    }

    TokenKeys tokenKeys() {
        return tokenKeys;
    }

    /** The file that answers what is left to a default action; null where there is none. */
    @Nullable
    GeneratedAnswer staticFile(RequestHead head) {
        return staticFiles == null ? null : staticFiles.find(head);
    }

    RecentRequests recent() {
        return recent;
    }

    /** How long a connection to a target waits for work: the idle timeout, the longest where there are several. */
    long targetIdleNanos() {
        return targetIdleNanos;
    }

    boolean isClosing() {
        return closing;
    }

    Metrics metrics(LoadBalancer loadBalancer) {
        Metrics found = metrics.get(loadBalancer);
        if (found == null) {
            throw new IllegalStateException("a load balancer without a listener");
        }
        return found;
    }

    Map<LoadBalancer, Metrics> metrics() {
        return metrics;
    }

    List<ServedListener> listeners() {
        return List.copyOf(listeners);
    }

    Map<String, TargetGroup> groups() {
        return groups;
    }

    int managementPort() {
        return management.port();
    }

    /** The port on which a listener is open. */
    int port(String listenerId) {
        return listeners.stream()
                .filter(served -> served.listener().id().equals(listenerId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("listener " + listenerId + " is not open"))
                .port();
    }

    TargetGroup group(String id) {
        TargetGroup group = groups.get(id);
        if (group == null) {
            throw new IllegalArgumentException(
                    "there is no target group " + id + "; there is " + String.join(", ", groups.keySet()));
        }
        return group;
    }

    Target register(TargetSpec target) {
        return group(target.group()).register(target.host(), target.port(), target.healthPort());
    }

    void checked(Target target, Health.Outcome outcome) {
        target.group().checked(target, outcome);
    }

    void logged(ServedListener served, Exchange exchange, @Nullable Target target, String client, long endNanos) {
        if (settings.accessLog() != null) {
            settings.accessLog().accept(AccessLogLine.of(served, exchange, target, client, endNanos, time().instant()));
        }
    }

    /** Stops listening and ends every connection. */
    @Override
    public void close() {
        closing = true;
        if (management != null) {
            management.close();
        }
        if (dnsTargets != null) {
            dnsTargets.close();
        }
        tokenKeys.close();
        serverChannels.forEach(channel -> channel.close().syncUninterruptibly());
        shares.forEach((loop, share) -> loop.submit(share::closeAll).syncUninterruptibly());
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
