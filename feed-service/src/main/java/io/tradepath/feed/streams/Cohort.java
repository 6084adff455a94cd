package io.tradepath.feed.streams;

import io.tradepath.feed.stomp.ServerFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The readers whose public subscriptions are the same, ids included: what one of them gets from a position on is what
 * each gets, so that a batch is put together once for all who stand at the same position.
 */
public final class Cohort {
    /**
     * Bytes of one batch; what does not fit comes with the next. It is what a session that does not read holds, beside
     * its subscriptions.
     */
    public static final int BATCH_BYTES_MAX = 32 * 1024;

    /** What {@code conflated} adds to a head. */
    private static final int CONFLATED_BYTES_MAX = 32;

    private final List<StreamSubscription> subscriptions;
    private final int[] streams;
    private final byte[][] heads;
    private final int behindMax;

    /**
     * Makes a cohort, which has no state.
     *
     * @param subscriptions in any order, one stream possibly several times under different ids
     * @param behindMaxPerStream a reader that is further behind, in updates for each subscription, gets the latest only
     */
    public Cohort(List<StreamSubscription> subscriptions, int behindMaxPerStream) {
        this.subscriptions = sorted(subscriptions);
        this.streams =
                this.subscriptions.stream().mapToInt(StreamSubscription::stream).toArray();
        this.heads = this.subscriptions.stream()
                .map(subscription -> ServerFrames.head(subscription.id()))
                .toArray(byte[][]::new);
        this.behindMax = Math.max(1, streams.length) * behindMaxPerStream;
    }

    /** The order in which a cohort has its subscriptions; equal lists of it are equal cohorts. */
    public static List<StreamSubscription> sorted(List<StreamSubscription> subscriptions) {
        return subscriptions.stream()
                .sorted(Comparator.comparingInt(StreamSubscription::stream).thenComparing(StreamSubscription::id))
                .toList();
    }

    public List<StreamSubscription> subscriptions() {
        return subscriptions;
    }

    /** True where something has come for a reader at this position. */
    public boolean hasNews(UpdateRing ring, long from) {
        for (int stream : streams) {
            Update latest = ring.latest(stream);
            if (latest != null && latest.position() >= from) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a reader gets next up to a position: every update in order, or, where it is too far behind, the latest of each
     * stream, possibly from beyond {@code to}. Not for a reader whose last batch was {@link Batch#conflating}: it goes on
     * with {@link #latestOnly}.
     *
     * @param ordinals of the reader's last batch, or what it had at its subscription
     */
    public Batch next(UpdateRing ring, long from, long to, long[] ordinals) {
        List<Update> updates = updates(ring, from, to);
        return updates == null ? latestOnly(ring, from, ordinals) : inOrder(updates, from, to, ordinals);
    }

    /** All of the cohort's updates in [from, to), or null where they are too many or no longer there. */
    private @Nullable List<Update> updates(UpdateRing ring, long from, long to) {
        List<Update> updates = new ArrayList<>();
        for (long position = from; position < to; position++) {
            Update update = ring.at(position);
            if (update == null) {
                return null;
            }
            for (int i = firstOf(update.stream()); i < streams.length && streams[i] == update.stream(); i++) {
                if (updates.size() == behindMax) {
                    return null;
                }
                updates.add(update);
            }
        }
        return updates;
    }

    private Batch inOrder(List<Update> updates, long from, long to, long[] ordinals) {
        long[] after = ordinals.clone();
        FrameBuffer buffer = new FrameBuffer(Math.min(BATCH_BYTES_MAX, bytes(updates)));
        long end = to;
        int count = 0;
        for (int u = 0; u < updates.size(); u++) {
            Update update = updates.get(u);
            boolean firstOfUpdate = u == 0 || updates.get(u - 1) != update;
            int first = firstOf(update.stream());
            if (firstOfUpdate
                    && count > 0
                    && buffer.length() + heads[first].length + update.tail().length > BATCH_BYTES_MAX) {
                end = update.position();
                break;
            }
            if (firstOfUpdate) {
                for (int i = first; i < streams.length && streams[i] == update.stream(); i++) {
                    buffer.frame(heads[i], update.tail());
                    after[i] = update.ordinal();
                    count++;
                }
            }
        }
        long oldest = updates.isEmpty() ? 0 : updates.getFirst().receivedNanos();
        return new Batch(from, end, buffer.toMessages(), count, 0, oldest, after, false);
    }

    private int bytes(List<Update> updates) {
        int bytes = 0;
        for (Update update : updates) {
            bytes += heads[firstOf(update.stream())].length + update.tail().length;
        }
        return bytes;
    }

    /**
     * For a reader that is too far behind: the latest of each stream of which something has come, and of what was before
     * only what must not be passed over. Where that is more than a batch, the reader goes on with the latest only: of the
     * streams that are left it has not got the update before the next.
     */
    public Batch latestOnly(UpdateRing ring, long from, long[] ordinals) {
        @Nullable Update[] latest = new @Nullable Update[streams.length];
        long to = latestAsOf(ring, latest);
        List<Due> due = new ArrayList<>();
        long keptEnd = 0;
        for (int stream : streams) {
            keptEnd = Math.max(keptEnd, ring.lastKept(stream) + 1);
        }
        for (long position = Math.max(from, to - ring.capacity()); position < Math.min(to, keptEnd); position++) {
            Update update = ring.at(position);
            if (update != null && update.isKept()) {
                addKept(update, ordinals, latest, due);
            }
        }
        for (int i = 0; i < streams.length; i++) {
            Update update = latest[i];
            if (update != null && update.ordinal() > ordinals[i]) {
                due.add(new Due(i, update));
            }
        }
        due.sort(Comparator.comparingLong(each -> each.update().position()));
        return conflated(due, from, to, ordinals);
    }

    private record Due(int subscription, Update update) {}

    private void addKept(Update update, long[] ordinals, @Nullable Update[] latest, List<Due> due) {
        for (int i = firstOf(update.stream()); i < streams.length && streams[i] == update.stream(); i++) {
            if (update.ordinal() > ordinals[i] && latest[i] != update) {
                due.add(new Due(i, update));
            }
        }
    }

    private Batch conflated(List<Due> due, long from, long to, long[] ordinals) {
        long[] after = ordinals.clone();
        FrameBuffer buffer = new FrameBuffer(Math.min(BATCH_BYTES_MAX, bytesAtMost(due)));
        long conflated = 0;
        int count = 0;
        for (Due each : due) {
            int i = each.subscription();
            boolean firstOfUpdate = count == 0 || due.get(count - 1).update() != each.update();
            if (firstOfUpdate && count > 0 && buffer.length() + bytesAtMost(each) > BATCH_BYTES_MAX) {
                break;
            }
            long missed = each.update().ordinal() - after[i] - 1;
            byte[] head = missed == 0
                    ? heads[i]
                    : ServerFrames.head(subscriptions.get(i).id(), missed);
            buffer.frame(head, each.update().tail());
            after[i] = each.update().ordinal();
            conflated += missed;
            count++;
        }
        boolean more = count < due.size();
        long end = more ? due.get(count).update().position() : to;
        long oldest = due.isEmpty() ? 0 : due.getFirst().update().receivedNanos();
        return new Batch(from, end, buffer.toMessages(), count, conflated, oldest, after, more);
    }

    private int bytesAtMost(List<Due> due) {
        return due.stream().mapToInt(this::bytesAtMost).sum();
    }

    private int bytesAtMost(Due due) {
        return heads[due.subscription()].length
                + CONFLATED_BYTES_MAX
                + due.update().tail().length;
    }

    /**
     * Fills in the latest update of each subscription as of one position, which is returned, while others are being
     * published: the latest of each are read first, and then what came meanwhile.
     */
    private long latestAsOf(UpdateRing ring, @Nullable Update[] latest) {
        long before = ring.head();
        for (int i = 0; i < streams.length; i++) {
            latest[i] = ring.latest(streams[i]);
        }
        long to = ring.head();
        for (Update update : latest) {
            to = Math.max(to, positionOf(update) + 1);
        }
        for (long position = before; position < to; position++) {
            Update update = ring.at(position);
            if (update == null) {
                continue;
            }
            for (int i = firstOf(update.stream()); i < streams.length && streams[i] == update.stream(); i++) {
                if (positionOf(latest[i]) < position) {
                    latest[i] = update;
                }
            }
        }
        return to;
    }

    private static long positionOf(@Nullable Update update) {
        return update == null ? -1 : update.position();
    }

    private int firstOf(int stream) {
        int found = Arrays.binarySearch(streams, stream);
        if (found < 0) {
            return streams.length;
        }
        while (found > 0 && streams[found - 1] == stream) {
            found--;
        }
        return found;
    }
}
