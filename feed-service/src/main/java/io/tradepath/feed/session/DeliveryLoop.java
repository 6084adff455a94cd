package io.tradepath.feed.session;

import io.tradepath.feed.streams.Batch;
import io.tradepath.feed.streams.Cohort;
import io.tradepath.feed.streams.StreamSubscription;
import io.tradepath.feed.streams.UpdateRing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes for its sessions.
 *
 * <p>It goes round all sessions with public subscriptions whenever something has come, and serves those that signalled
 * in between. There is no timer: a session gets an update as soon as its turn comes, and when a round takes long, more
 * has come by the next, so that one write carries it all.
 */
final class DeliveryLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    /** Sessions that are served in a round before those that signalled are looked at again. */
    private static final int SERVED_AT_A_TIME = 64;
    /** Readers of a cohort stand at few positions at a time: those of the last rounds. */
    private static final int BATCHES_HELD = 16;

    private final UpdateRing ring;
    private final int behindMax;
    private final Thread thread;
    private final Queue<Delivery> signalled = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile boolean closing;

    // Touched by the thread alone.
    private final Map<List<StreamSubscription>, Members> cohorts = new HashMap<>();
    private final List<Delivery> subscribed = new ArrayList<>();
    private final Map<Delivery, Integer> places = new HashMap<>();
    private final @Nullable Held[] recent = new @Nullable Held[BATCHES_HELD];
    private int recentNext;

    private static final class Members {
        private final Cohort cohort;
        private int count;

        Members(Cohort cohort) {
            this.cohort = cohort;
        }
    }

    private record Held(Cohort cohort, long to, Batch batch) {}

    DeliveryLoop(String name, UpdateRing ring, int behindMax) {
        this.ring = ring;
        this.behindMax = behindMax;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing = true;
        wake();
    }

    /** Something is new in the ring; from any thread. */
    void wake() {
        if (!awake.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    /** From any thread. */
    void enqueue(Delivery delivery) {
        signalled.add(delivery);
        wake();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        while (!closing) {
            while (!awake.getAndSet(false)) {
                LockSupport.park(this);
            }
            turn();
        }
    }

    /** Serves everybody once. */
    void turn() {
        serveSignalled();
        for (int i = 0; i < subscribed.size(); i++) {
            serve(subscribed.get(i), false);
            if (i % SERVED_AT_A_TIME == SERVED_AT_A_TIME - 1) {
                serveSignalled();
            }
        }
    }

    private void serveSignalled() {
        // As many as there were: one that signals again while it is served waits for the next time.
        for (int left = signalled.size(); left > 0; left--) {
            Delivery delivery = signalled.poll();
            if (delivery == null) {
                return;
            }
            serve(delivery, true);
        }
    }

    private static void serve(Delivery delivery, boolean signalled) {
        try {
            if (signalled) {
                delivery.serveSignalled();
            } else {
                delivery.serve();
            }
        } catch (RuntimeException failure) {
            LOG.error("A session could not be served and is ended", failure);
            delivery.abort();
        }
    }

    /** What a member of the cohort gets next, put together once for those at the same position. */
    Batch batch(Cohort cohort, long from, long[] ordinals) {
        long to = ring.head();
        for (Held held : recent) {
            if (held != null && held.cohort == cohort && held.to == to && held.batch.from() == from) {
                return held.batch;
            }
        }
        Batch batch = cohort.next(ring, from, to, ordinals);
        Members members = cohorts.get(cohort.subscriptions());
        if (batch.conflated() == 0 && members != null && members.count > 1) {
            recent[recentNext] = new Held(cohort, to, batch);
            recentNext = (recentNext + 1) % BATCHES_HELD;
        }
        return batch;
    }

    Cohort join(Delivery delivery, List<StreamSubscription> subscriptions) {
        Members members = cohorts.computeIfAbsent(subscriptions, list -> new Members(new Cohort(list, behindMax)));
        members.count++;
        if (places.putIfAbsent(delivery, subscribed.size()) == null) {
            subscribed.add(delivery);
        }
        return members.cohort;
    }

    /** The last in the list takes the place of the one that leaves, which may join again at once. */
    void leave(Delivery delivery, Cohort cohort) {
        Members members = cohorts.get(cohort.subscriptions());
        if (members != null && --members.count == 0) {
            cohorts.remove(cohort.subscriptions());
        }
        Integer place = places.remove(delivery);
        if (place != null) {
            Delivery last = subscribed.removeLast();
            if (last != delivery) {
                subscribed.set(place, last);
                places.put(last, place);
            }
        }
    }
}
