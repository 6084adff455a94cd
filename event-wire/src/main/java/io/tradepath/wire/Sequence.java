package io.tradepath.wire;

import io.tradepath.events.SequencedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rule by which the events of one account are applied once and in order, whatever the bus repeats or delays: the
 * next number is applied, an equal or lower one dropped, a higher one held until those before it have come. Behind a
 * record that cannot be read, or one that could not be applied, everything is held.
 */
final class Sequence {
    private Sequence() {}

    /**
     * What to do with newly arrived records.
     *
     * @param apply in this order
     * @param appliedSeq the account's applied sequence number when all of {@code apply} have been
     * @param hold to be kept for later
     * @param release held ones that are not needed any more, applied or repeated
     * @param poisoned true when a record cannot be read
     * @param duplicates how many were dropped
     */
    record Plan<E extends SequencedEvent>(
            List<E> apply,
            long appliedSeq,
            List<Received<E>> hold,
            List<Received<E>> release,
            boolean poisoned,
            int duplicates) {}

    /**
     * Decides.
     *
     * @param applied the last sequence number applied, 0 at first
     * @param parked true while the account waits for a re-drive
     * @param held what is held of the account, in the order of offsets
     * @param arrived what came, in the order of offsets
     */
    static <E extends SequencedEvent> Plan<E> plan(
            long applied, boolean parked, List<Received<E>> held, List<Received<E>> arrived) {
        List<E> apply = new ArrayList<>();
        List<Received<E>> hold = new ArrayList<>();
        List<Received<E>> release = new ArrayList<>();
        Map<Long, Received<E>> waiting = new HashMap<>();
        for (Received<E> record : held) {
            if (record.event() != null) {
                waiting.putIfAbsent(record.event().seq(), record);
            }
        }
        long next = applied + 1;
        boolean poisoned = false;
        int duplicates = 0;
        for (Received<E> record : arrived) {
            E event = record.event();
            if (event == null) {
                poisoned = true;
                hold.add(record);
            } else if (event.seq() < next || waiting.containsKey(event.seq())) {
                duplicates++;
            } else if (parked || poisoned || event.seq() > next) {
                waiting.put(event.seq(), record);
                hold.add(record);
            } else {
                apply.add(event);
                next++;
                next = applyWaiting(next, waiting, apply);
            }
        }
        long appliedSeq = next - 1;
        for (Received<E> record : held) {
            if (record.event() != null && record.event().seq() <= appliedSeq) {
                release.add(record);
            }
        }
        hold.removeIf(record -> record.event() != null && record.event().seq() <= appliedSeq);
        return new Plan<>(apply, appliedSeq, hold, release, poisoned, duplicates);
    }

    /** Applies what waits from {@code next} on without a gap; returns the number that is then the next. */
    private static <E extends SequencedEvent> long applyWaiting(
            long next, Map<Long, Received<E>> waiting, List<E> apply) {
        long following = next;
        for (Received<E> record = waiting.remove(following);
                record != null && record.event() != null;
                record = waiting.remove(following)) {
            apply.add(record.event());
            following++;
        }
        return following;
    }
}
