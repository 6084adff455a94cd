package io.tradepath.alb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a group and the choice among them. Registration and health change rarely and under the group's lock;
 * a choice reads one array that is replaced whole.
 */
public final class TargetGroup {

    private static final Target[] NO_TARGETS = {};

    private final TargetGroupSettings settings;
    private final TimeSource time;
    private final RandomGenerator random;
    private final boolean used;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Target[] registered = NO_TARGETS;
    private volatile Target[] eligible = NO_TARGETS;

    /**
     * A group without targets.
     *
     * @param used whether a rule forwards to it; the targets of an unused group are not checked
     */
    public TargetGroup(TargetGroupSettings settings, TimeSource time, RandomGenerator random, boolean used) {
        this.settings = settings;
        this.time = time;
        this.random = random;
        this.used = used;
    }

    public TargetGroupSettings settings() {
        return settings;
    }

    public String id() {
        return settings.id();
    }

    /** All targets, those that are draining too. */
    public List<Target> targets() {
        return List.of(registered);
    }

    public @Nullable Target find(String address) {
        for (Target target : registered) {
            if (target.address().equals(address)) {
                return target;
            }
        }
        return null;
    }

    /**
     * Registers a target. One that is draining is taken back; one that is registered stays as it is.
     *
     * @param healthPort the port that is asked for its health; 0 for the group's own setting
     */
    public synchronized Target register(String host, int port, int healthPort) {
        Target known = find(host + ":" + port);
        Health first = used ? Health.INITIAL : Health.UNUSED;
        if (known != null && !known.isDraining()) {
            return known;
        }
        if (known != null) {
            known.readmit(first);
            recompute();
            return known;
        }
        int asked = healthPort > 0
                ? healthPort
                : settings.healthCheck().port() > 0 ? settings.healthCheck().port() : port;
        Target target = new Target(this, host, port, asked, first);
        Target[] more = Arrays.copyOf(registered, registered.length + 1);
        more[registered.length] = target;
        registered = more;
        recompute();
        return target;
    }

    /** Takes a target out of rotation; it stays, draining, until the deregistration delay is over. */
    public synchronized boolean deregister(String address) {
        Target target = find(address);
        if (target == null || target.isDraining()) {
            return false;
        }
        target.drainUntil(time.nanoTime() + settings.deregistrationDelay().toNanos());
        recompute();
        return true;
    }

    /** Removes the targets whose draining is over, and returns them so that what they still hold is closed. */
    public synchronized List<Target> removeDrained() {
        long now = time.nanoTime();
        List<Target> gone = new ArrayList<>();
        List<Target> left = new ArrayList<>();
        for (Target target : registered) {
            boolean over = target.isDraining() && now - target.drainedAtNanos() >= 0;
            (over ? gone : left).add(target);
        }
        if (!gone.isEmpty()) {
            registered = left.toArray(NO_TARGETS);
            recompute();
        }
        return gone;
    }

    /** The targets whose next health check is due now. */
    public List<Target> takeDueChecks() {
        if (!used) {
            return List.of();
        }
        long now = time.nanoTime();
        long interval = settings.healthCheck().interval().toNanos();
        List<Target> due = new ArrayList<>();
        for (Target target : registered) {
            if (!target.isDraining() && target.takeCheck(now, interval)) {
                due.add(target);
            }
        }
        return due;
    }

    /** Takes in the outcome of a health check. */
    public synchronized void checked(Target target, Health.Outcome outcome) {
        Health before = target.health();
        Health after = before.after(outcome, settings.healthCheck());
        target.setHealth(after);
        if (before.state() != after.state()) {
            recompute();
        }
    }

    /** Healthy targets; where there is none, every target that is not draining: the load balancer fails open. */
    private void recompute() {
        Target[] healthy = Arrays.stream(registered)
                .filter(target -> target.health().state() == Health.State.HEALTHY)
                .toArray(Target[]::new);
        eligible = healthy.length > 0
                ? healthy
                : Arrays.stream(registered)
                        .filter(target -> !target.isDraining())
                        .toArray(Target[]::new);
    }

    /** The targets that may be chosen now. */
    public List<Target> eligible() {
        return List.of(eligible);
    }

    /** Whether a client that is bound to the target may still go there. */
    public boolean mayTake(Target target) {
        for (Target candidate : eligible) {
            if (candidate == target) {
                return true;
            }
        }
        return false;
    }

    /** The target that takes the next request; null where none is registered. */
    public @Nullable Target next() {
        Target[] candidates = eligible;
        if (candidates.length == 0) {
            return null;
        }
        if (candidates.length == 1) {
            return candidates[0];
        }
        return switch (settings.algorithm()) {
            case ROUND_ROBIN -> candidates[Math.floorMod(turn.getAndIncrement(), candidates.length)];
            case WEIGHTED_RANDOM -> candidates[random.nextInt(candidates.length)];
            case LEAST_OUTSTANDING_REQUESTS -> leastOutstanding(candidates);
        };
    }

    /** Ties go round, so that idle targets share what comes. */
    private Target leastOutstanding(Target[] candidates) {
        int start = Math.floorMod(turn.getAndIncrement(), candidates.length);
        Target least = candidates[start];
        for (int i = 1; i < candidates.length; i++) {
            Target candidate = candidates[(start + i) % candidates.length];
            if (candidate.outstanding() < least.outstanding()) {
                least = candidate;
            }
        }
        return least;
    }

    /** How many targets are healthy; CloudWatch's HealthyHostCount. */
    public long healthyCount() {
        return countIn(Health.State.HEALTHY);
    }

    /** How many targets are unhealthy; CloudWatch's UnHealthyHostCount. */
    public long unhealthyCount() {
        return countIn(Health.State.UNHEALTHY);
    }

    private long countIn(Health.State state) {
        return Arrays.stream(registered)
                .filter(target -> target.health().state() == state)
                .count();
    }
}
