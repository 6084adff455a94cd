package io.tradepath.alb;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One registered target of one group. Its health is written by the group alone. */
public final class Target {

    private final String host;
    private final int port;
    private final int healthPort;
    private final TargetGroup group;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private volatile Health health;
    private volatile long drainedAtNanos = Long.MAX_VALUE;
    private long nextCheckAtNanos = Long.MIN_VALUE;

    Target(TargetGroup group, String host, int port, int healthPort, Health health) {
        this.group = group;
        this.host = host;
        this.port = port;
        this.healthPort = healthPort;
        this.health = health;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** {@code host:port}, by which a target is known. */
    public String address() {
        return host + ":" + port;
    }

    public int healthPort() {
        return healthPort;
    }

    public TargetGroup group() {
        return group;
    }

    public Health health() {
        return health;
    }

    void setHealth(Health next) {
        health = next;
    }

    public boolean isDraining() {
        return health.state() == Health.State.DRAINING;
    }

    /** Requests and WebSockets that are under way. */
    public int outstanding() {
        return outstanding.get();
    }

    public void begin() {
        outstanding.incrementAndGet();
        requests.increment();
    }

    public void end() {
        outstanding.decrementAndGet();
    }

    public long requests() {
        return requests.sum();
    }

    /** When draining ends and what is still open is closed. */
    public long drainedAtNanos() {
        return drainedAtNanos;
    }

    void drainUntil(long nanos) {
        drainedAtNanos = nanos;
        health = Health.DRAINING;
    }

    void readmit(Health next) {
        drainedAtNanos = Long.MAX_VALUE;
        nextCheckAtNanos = Long.MIN_VALUE;
        health = next;
    }

    /** Whether a health check is due; the caller then starts it. */
    synchronized boolean takeCheck(long now, long intervalNanos) {
        if (nextCheckAtNanos != Long.MIN_VALUE && now - nextCheckAtNanos < 0) {
            return false;
        }
        nextCheckAtNanos = now + intervalNanos;
        return true;
    }

    @Override
    public String toString() {
        return address() + " (" + health.state().label() + ")";
    }
}
