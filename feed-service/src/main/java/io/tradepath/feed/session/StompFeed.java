package io.tradepath.feed.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.feed.accounts.AccountOwners;
import io.tradepath.feed.accounts.AccountStreams;
import io.tradepath.feed.streams.StreamInterest;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The STOMP side of an instance: its sessions, the loops that deliver to them, and the ring that they read. */
public final class StompFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StompFeed.class);

    private final SessionContext context;
    private final List<DeliveryLoop> loops = new ArrayList<>();
    private final AtomicInteger nextLoop = new AtomicInteger();

    /**
     * What the feed is given from outside.
     *
     * @param interest is told of subscriptions to public streams
     * @param caughtUp true once the topics of accounts and their events have been read to their ends
     * @param status of {@code /topic/status}
     * @param verifications runs the verification of tokens, which may wait for the issuer
     * @param nanoTime monotonic
     * @param clock for the expiry of tokens alone
     */
    public record Sources(
            StreamNames streamNames,
            UpdateRing ring,
            StreamInterest interest,
            AccountOwners owners,
            AccountStreams accountStreams,
            BooleanSupplier caughtUp,
            StatusStream status,
            Authenticator authenticator,
            Executor verifications,
            LongSupplier nanoTime,
            InstantSource clock) {}

    /**
     * Makes a feed that has not started.
     *
     * @param loops threads that deliver; one core each
     */
    public StompFeed(SessionLimits limits, Sources sources, int loops, MeterRegistry meterRegistry) {
        SessionMeters meters = new SessionMeters(meterRegistry);
        this.context = new SessionContext(
                limits, sources, meters, new SessionRegistry(limits.sessionsPerIdentityMax(), meters));
        for (int i = 1; i <= loops; i++) {
            this.loops.add(new DeliveryLoop("feed-delivery-" + i, sources.ring(), limits.behindMax()));
        }
        sources.ring().listen(this::wake);
        sources.owners().onChange(_ -> context.registry().sessions().forEach(Session::accountChanged));
    }

    public void start(ScheduledExecutorService timer) {
        loops.forEach(DeliveryLoop::start);
        long each = SessionRegistry.TICK.toMillis();
        ScheduledFuture<?> _ = timer.scheduleAtFixedRate(this::tick, each, each, TimeUnit.MILLISECONDS);
    }

    /** A session for a socket that is about to open. */
    public Session open(Connection connection) {
        DeliveryLoop loop = loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
        Session session = new Session(UUID.randomUUID().toString(), connection, context, loop);
        context.registry().opened(session);
        return session;
    }

    public int sessions() {
        return context.registry().sessions().size();
    }

    private void wake() {
        for (DeliveryLoop loop : loops) {
            loop.wake();
        }
    }

    /** Closes so many sessions, whichever: their clients are to connect again, possibly elsewhere. */
    public void close(int count, CloseCode code, String reason) {
        context.registry().sessions().stream()
                .filter(Session::isConnected)
                .limit(count)
                .forEach(session -> session.leave(code, reason));
    }

    private void tick() {
        for (Session session : context.registry().sessions()) {
            try {
                session.tick();
            } catch (RuntimeException failure) {
                LOG.error("A session's clock failed", failure);
            }
        }
        context.sources().accountStreams().tidy(context.sources().nanoTime().getAsLong());
    }

    @Override
    public void close() {
        loops.forEach(DeliveryLoop::close);
    }
}
