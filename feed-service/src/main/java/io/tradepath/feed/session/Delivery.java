package io.tradepath.feed.session;

import io.tradepath.feed.accounts.AccountStreams;
import io.tradepath.feed.session.Session.Step;
import io.tradepath.feed.stomp.ServerFrames;
import io.tradepath.feed.streams.Batch;
import io.tradepath.feed.streams.Cohort;
import io.tradepath.feed.streams.EventLog;
import io.tradepath.feed.streams.StreamSubscription;
import io.tradepath.feed.streams.Update;
import io.tradepath.feed.streams.UpdateRing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A session's outgoing side: its place in the ring and in the event logs that it follows, and its one write.
 *
 * <p>Served by one loop; only what is marked so is touched by other threads.
 */
final class Delivery {
    /** Nothing more is added to a write that has come to this. */
    private static final int WRITE_BYTES_MAX = Cohort.BATCH_BYTES_MAX;

    private final Session session;
    private final Connection connection;
    private final SessionContext context;
    private final DeliveryLoop loop;
    private final Runnable signal = this::signal;

    private @Nullable Cohort cohort;
    private long position;
    private long[] ordinals = {};
    /** What is due is the latest of each stream, until all of it has been written. */
    private boolean conflating;

    private final Map<String, EventReader> readers = new LinkedHashMap<>();
    private boolean released;

    // Touched by any thread.
    private final AtomicBoolean signalled = new AtomicBoolean();
    private volatile boolean writing;
    private volatile long writeBeganNanos;
    private volatile long wroteNanos;
    private volatile Step.@Nullable Close close;
    private volatile boolean stopped;

    Delivery(Session session, Connection connection, SessionContext context, DeliveryLoop loop) {
        this.session = session;
        this.connection = connection;
        this.context = context;
        this.loop = loop;
        this.wroteNanos = context.nanoTime().getAsLong();
    }

    /** Asks the loop to serve this session; from any thread. */
    void signal() {
        if (signalled.compareAndSet(false, true)) {
            loop.enqueue(this);
        }
    }

    /** When the last write ended; from any thread. */
    long wroteNanos() {
        return wroteNanos;
    }

    /** True when one write has lasted longer than {@code max}; from any thread. */
    boolean isStalled(long nowNanos, Duration max) {
        return writing && nowNanos - writeBeganNanos > max.toNanos();
    }

    /** Nothing is written after what is being written: the socket is being closed behind it. From any thread. */
    void stop() {
        stopped = true;
    }

    /** Serves a session that signalled. */
    void serveSignalled() {
        signalled.set(false);
        serve();
    }

    /** Writes what there is for the session, if it may write. */
    void serve() {
        if (session.isClosed()) {
            release();
            return;
        }
        if (writing || close != null || stopped) {
            return;
        }
        if (session.hasSteps() || hasEvents()) {
            Outbound outbound = new Outbound();
            takeSteps(outbound);
            if (close == null) {
                // Nothing may follow an ERROR.
                moveEvents(outbound);
            }
            if (!outbound.isEmpty() || close != null) {
                context.meters().sent(outbound.updates(), outbound.events(), outbound.conflated());
                write(outbound.messages());
                return;
            }
        }
        writeBatch();
    }

    private void writeBatch() {
        Cohort subscribed = cohort;
        if (subscribed == null || !subscribed.hasNews(context.ring(), position)) {
            return;
        }
        Batch batch = conflating
                ? subscribed.latestOnly(context.ring(), position, ordinals)
                : loop.batch(subscribed, position, ordinals);
        moveBehind(batch);
        if (batch.updates() == 0) {
            return;
        }
        context.meters().sent(batch.updates(), 0, batch.conflated());
        context.meters().tickToWrite(context.nanoTime().getAsLong() - batch.oldestNanos());
        write(batch.messages().duplicate());
    }

    private void moveBehind(Batch batch) {
        position = batch.to();
        ordinals = batch.ordinals();
        conflating = batch.conflating();
    }

    private boolean hasEvents() {
        for (EventReader reader : readers.values()) {
            if (reader.hasNews()) {
                return true;
            }
        }
        return false;
    }

    private void moveEvents(Outbound outbound) {
        for (EventReader reader : readers.values()) {
            if (outbound.length() < WRITE_BYTES_MAX && reader.hasNews()) {
                reader.moveTo(outbound, WRITE_BYTES_MAX - outbound.length());
            }
        }
    }

    /** In order; what is left comes with the next write. */
    private void takeSteps(Outbound outbound) {
        while (outbound.length() < WRITE_BYTES_MAX && close == null) {
            Step step = session.nextStep();
            if (step == null) {
                return;
            }
            take(step, outbound);
        }
    }

    private void take(Step step, Outbound outbound) {
        switch (step) {
            case Step.Send send -> outbound.frames().frame(send.frame());
            case Step.Subscribe subscribe -> subscribe(subscribe, outbound);
            case Step.Follow follow -> follow(follow);
            case Step.FollowStatus follow -> followStatus(follow, outbound);
            case Step.Unsubscribe unsubscribe -> unsubscribe(unsubscribe.id());
            case Step.Close ending -> close = ending;
        }
    }

    /** The stream's latest update as a snapshot; the stream goes on right behind it. */
    private void subscribe(Step.Subscribe step, Outbound outbound) {
        StreamSubscription subscription = new StreamSubscription(step.destination().stream(), step.id());
        // First, so that the stream's present state is in the ring.
        context.sources().interest().subscribed(subscription.stream());
        Update latest =
                cohort == null ? beginAt(subscription.stream()) : bringUpTo(subscription.stream(), cohort, outbound);
        if (latest != null) {
            outbound.snapshot(ServerFrames.head(step.id()), latest.snapshotTail());
        }
        List<StreamSubscription> all = new ArrayList<>(cohort == null ? List.of() : cohort.subscriptions());
        all.add(subscription);
        join(all, subscription, latest == null ? 0 : latest.ordinal());
        context.meters().subscribed(1);
    }

    /** The first public subscription: the session's position is right behind the stream's latest update. */
    private @Nullable Update beginAt(int stream) {
        UpdateRing ring = context.ring();
        long head = ring.head();
        Update latest = ring.latest(stream);
        position = latest == null ? head : latest.position() + 1;
        conflating = false;
        return latest;
    }

    /**
     * A further one: what is due of the others goes out first, until the session's position is behind the latest update
     * of the new stream.
     */
    private @Nullable Update bringUpTo(int stream, Cohort present, Outbound outbound) {
        UpdateRing ring = context.ring();
        Update latest = ring.latest(stream);
        for (boolean first = true; latest != null && latest.position() >= position; first = false) {
            Batch batch = first && !conflating
                    ? present.next(ring, position, ring.head(), ordinals)
                    : present.latestOnly(ring, position, ordinals);
            outbound.batch(batch);
            moveBehind(batch);
            latest = ring.latest(stream);
        }
        return latest;
    }

    private void join(List<StreamSubscription> all, @Nullable StreamSubscription added, long addedOrdinal) {
        Map<StreamSubscription, Long> had = new HashMap<>();
        if (cohort != null) {
            for (int i = 0; i < ordinals.length; i++) {
                had.put(cohort.subscriptions().get(i), ordinals[i]);
            }
            loop.leave(this, cohort);
        }
        if (added != null) {
            had.put(added, addedOrdinal);
        }
        cohort = all.isEmpty() ? null : loop.join(this, Cohort.sorted(all));
        ordinals = cohort == null
                ? new long[0]
                : cohort.subscriptions().stream()
                        .mapToLong(subscription -> had.getOrDefault(subscription, 0L))
                        .toArray();
    }

    private void follow(Step.Follow step) {
        AccountStreams streams = context.sources().accountStreams();
        Destination.Private queue = step.destination();
        EventLog log = streams.listen(queue.source(), queue.account(), signal);
        EventLog.Start start = step.resumeAfter() == null ? log.startLive() : log.startAfter(step.resumeAfter());
        readers.put(
                step.id(),
                new EventReader(
                        ServerFrames.head(step.id()),
                        log,
                        start,
                        lastMissed -> AccountStreams.reset(queue.source(), queue.account(), lastMissed)));
        context.meters().subscribed(1);
    }

    private void followStatus(Step.FollowStatus step, Outbound outbound) {
        StatusStream status = context.sources().status();
        byte[] head = ServerFrames.head(step.id());
        status.log().listen(signal);
        // The place first: a change that comes meanwhile is told twice rather than not.
        EventLog.Start start = status.log().startLive();
        status.snapshot().forEach(tail -> outbound.frames().frame(head, tail));
        readers.put(step.id(), new EventReader(head, status.log(), start, _ -> status.reset()));
        context.meters().subscribed(1);
    }

    private void unsubscribe(String id) {
        context.meters().subscribed(-1);
        EventReader reader = readers.remove(id);
        if (reader != null) {
            unlisten(reader.log());
        } else if (cohort != null) {
            List<StreamSubscription> left = new ArrayList<>(cohort.subscriptions());
            for (StreamSubscription subscription : cohort.subscriptions()) {
                if (subscription.id().equals(id)) {
                    left.remove(subscription);
                    context.sources().interest().unsubscribed(subscription.stream());
                }
            }
            join(left, null, 0);
        }
    }

    /** Two subscriptions may follow one log. */
    private void unlisten(EventLog log) {
        if (readers.values().stream().noneMatch(reader -> reader.log() == log)) {
            log.unlisten(signal);
        }
    }

    private void release() {
        if (released) {
            return;
        }
        released = true;
        int subscriptions = readers.size();
        for (EventReader reader : readers.values()) {
            reader.log().unlisten(signal);
        }
        readers.clear();
        if (cohort != null) {
            subscriptions += cohort.subscriptions().size();
            for (StreamSubscription subscription : cohort.subscriptions()) {
                context.sources().interest().unsubscribed(subscription.stream());
            }
            loop.leave(this, cohort);
            cohort = null;
        }
        context.meters().subscribed(-subscriptions);
    }

    private void write(ByteBuffer messages) {
        if (!messages.hasRemaining()) {
            written(true);
            return;
        }
        context.meters().bytes(messages.remaining());
        writeBeganNanos = context.nanoTime().getAsLong();
        writing = true;
        connection.write(messages, this::written);
    }

    /** From any thread, and possibly from within the write. */
    private void written(boolean all) {
        wroteNanos = context.nanoTime().getAsLong();
        writing = false;
        Step.Close ending = close;
        if (!all) {
            connection.abort();
        } else if (ending != null) {
            connection.close(ending.code().code(), ending.reason());
        } else {
            session.roomAgain();
            // What came while it was written. Only the loop may look; from another thread it is asked to.
            if (!loop.isCurrentThread() || hasMore()) {
                signal();
            }
        }
    }

    private boolean hasMore() {
        Cohort subscribed = cohort;
        return session.hasSteps()
                || hasEvents()
                || (subscribed != null && subscribed.hasNews(context.ring(), position));
    }

    void abort() {
        connection.abort();
    }
}
