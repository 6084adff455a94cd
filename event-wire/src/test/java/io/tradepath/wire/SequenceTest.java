package io.tradepath.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private long offset;

    @Test
    void appliesTheNextAndDropsWhatWasApplied() {
        var plan = Sequence.plan(3, false, List.of(), arrive(3, 4, 4, 5, 1));

        assertThat(seqs(plan.apply())).containsExactly(4L, 5L);
        assertThat(plan.appliedSeq()).isEqualTo(5);
        assertThat(plan.duplicates()).isEqualTo(3);
        assertThat(plan.hold()).isEmpty();
    }

    @Test
    void holdsWhatIsBehindAGapAndAppliesItWhenTheGapCloses() {
        var gap = Sequence.plan(0, false, List.of(), arrive(2, 3));
        assertThat(gap.apply()).isEmpty();
        assertThat(gap.hold()).hasSize(2);

        var closed = Sequence.plan(0, false, gap.hold(), arrive(1, 2, 4));
        assertThat(seqs(closed.apply())).containsExactly(1L, 2L, 3L, 4L);
        assertThat(closed.release()).containsExactlyElementsOf(gap.hold());
        assertThat(closed.hold()).isEmpty();
    }

    @Test
    void holdsEverythingBehindARecordThatCannotBeRead() {
        List<Received<AccountEvent>> arrived = new ArrayList<>(arrive(1));
        arrived.add(unreadable());
        arrived.addAll(arrive(2, 3));

        var plan = Sequence.plan(0, false, List.of(), arrived);

        assertThat(seqs(plan.apply())).containsExactly(1L);
        assertThat(plan.poisoned()).isTrue();
        assertThat(plan.hold()).hasSize(3);
    }

    @Test
    void holdsEverythingOfAParkedAccountOnce() {
        var first = Sequence.plan(1, true, List.of(), arrive(2, 3));
        assertThat(first.apply()).isEmpty();
        assertThat(first.hold()).hasSize(2);

        var again = Sequence.plan(1, true, first.hold(), arrive(1, 2, 3));
        assertThat(again.hold()).isEmpty();
        assertThat(again.duplicates()).isEqualTo(3);
    }

    /** Whatever the bus repeats and reorders, as long as all come: each is applied once, in order. */
    @Test
    void appliesEachOnceAndInOrderHoweverTheyArrive() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int events = 1 + random.nextInt(12);
            List<Long> arrivals = new ArrayList<>();
            LongStream.rangeClosed(1, events).forEach(seq -> {
                for (int copies = 1 + random.nextInt(3); copies > 0; copies--) {
                    arrivals.add(seq);
                }
            });
            Collections.shuffle(arrivals, random);

            assertThat(applyInBatches(arrivals, random))
                    .as("seed %d: %s", seed, arrivals)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events).boxed().toList());
        }
    }

    private List<Long> applyInBatches(List<Long> arrivals, Random random) {
        List<Long> applied = new ArrayList<>();
        List<Received<AccountEvent>> held = new ArrayList<>();
        long appliedSeq = 0;
        int from = 0;
        while (from < arrivals.size()) {
            int to = Math.min(arrivals.size(), from + 1 + random.nextInt(4));
            long[] batch = arrivals.subList(from, to).stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            var plan = Sequence.plan(appliedSeq, false, held, arrive(batch));
            applied.addAll(seqs(plan.apply()));
            held.addAll(plan.hold());
            held.removeAll(plan.release());
            appliedSeq = plan.appliedSeq();
            from = to;
        }
        assertThat(held).isEmpty();
        return applied;
    }

    private List<Received<AccountEvent>> arrive(long... seqs) {
        return LongStream.of(seqs)
                .mapToObj(seq -> new Received<>(0, offset++, new byte[0], WireFixture.event("a", seq)))
                .toList();
    }

    private Received<AccountEvent> unreadable() {
        return new Received<>(0, offset++, new byte[0], null);
    }

    private static List<Long> seqs(List<AccountEvent> events) {
        return events.stream().map(AccountEvent::seq).toList();
    }
}
