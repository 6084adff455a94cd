package io.tradepath.feed.accounts;

import io.tradepath.events.AccountId;
import io.tradepath.events.EventJson;
import io.tradepath.feed.stomp.ServerFrames;
import io.tradepath.feed.streams.EventLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The latest events of each account, encoded for delivery. Written by the tails, read by any thread.
 *
 * <p>Each event is kept for {@link #KEPT}, unless all together need more than the bytes allowed: then the oldest go
 * first, and a client that wanted them is told to reset.
 */
public final class AccountStreams {
    /** Longer than what clients are promised, so that a promise made at the edge holds. */
    public static final Duration KEPT = Duration.ofMinutes(16);
    /** An event that others have overtaken is waited for this long; the relay sends it again within seconds. */
    static final Duration GAP_MAX = Duration.ofSeconds(10);

    /** What an event takes beside its text: array header, places in two lists, a note of its age. */
    static final int OVERHEAD_BYTES = 72;

    private final long bytesMax;
    private final Map<Key, EventLog> logs = new ConcurrentHashMap<>();
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private long bytes;

    private record Key(EventSource source, AccountId account) {}

    private record Kept(Key key, long seq, int bytes, long atNanos) {}

    /**
     * Makes empty streams.
     *
     * @param bytesMax that all events together may take
     */
    public AccountStreams(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * The account's log, with {@code listener} called after each append; made where there is none, for a subscriber may
     * come before the first event.
     */
    public EventLog listen(EventSource source, AccountId account, Runnable listener) {
        // Inside compute, so that tidy never drops a log that somebody has just been given.
        return logs.compute(new Key(source, account), (_, present) -> {
            EventLog log = present == null ? new EventLog() : present;
            log.listen(listener);
            return log;
        });
    }

    /** Takes an event in; {@code json} is its value on the bus and its body on STOMP. */
    public void append(EventSource source, AccountId account, long seq, byte[] json, long nowNanos) {
        byte[] tail = tail(source, account, "update", seq, json);
        Key key = new Key(source, account);
        logs.compute(key, (_, present) -> {
            EventLog log = present == null ? new EventLog() : present;
            if (log.append(seq, tail, nowNanos)) {
                keep(new Kept(key, seq, tail.length + OVERHEAD_BYTES, nowNanos));
            }
            return log;
        });
        synchronized (kept) {
            forget(nowNanos);
        }
    }

    private void keep(Kept event) {
        synchronized (kept) {
            kept.add(event);
            bytes += event.bytes();
        }
    }

    /** Drops what need not be kept any more and gives up on gaps that do not close. */
    public void tidy(long nowNanos) {
        synchronized (kept) {
            forget(nowNanos);
        }
        logs.forEach((key, log) -> {
            log.skipGapWaitedFor(nowNanos, GAP_MAX.toNanos());
            if (log.isIdle()) {
                logs.computeIfPresent(key, (_, idle) -> idle.isIdle() ? null : idle);
            }
        });
    }

    private void forget(long nowNanos) {
        while (!kept.isEmpty() && (bytes > bytesMax || nowNanos - kept.element().atNanos() > KEPT.toNanos())) {
            Kept oldest = kept.remove();
            bytes -= oldest.bytes();
            EventLog log = logs.get(oldest.key());
            if (log != null) {
                log.forgetUpTo(oldest.seq());
            }
        }
    }

    /** The MESSAGE, behind its head, that tells a reader that it has missed events up to {@code lastSeq}. */
    public static byte[] reset(EventSource source, AccountId account, long lastSeq) {
        return tail(source, account, "reset", lastSeq, EventJson.writeBytes(new Reset(account, lastSeq)));
    }

    private record Reset(AccountId accountId, long lastSeq) {}

    private static byte[] tail(EventSource source, AccountId account, String type, long seq, byte[] json) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("seq", Long.toString(seq));
        headers.put("type", type);
        String destination = source.destination(account);
        return ServerFrames.tail(destination, destination + "-" + type + "-" + seq, headers, json);
    }
}
