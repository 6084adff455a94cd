package io.tradepath.feed.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CohortTest {
    private static final int STREAMS = 4;
    private static final int CAPACITY = 64;
    private static final int BEHIND_MAX = 8;

    private final UpdateRing ring = new UpdateRing(STREAMS, CAPACITY);

    @Test
    void deliversEveryUpdateOfItsStreamsInOrder() {
        publish(0, 1, 3, 0, 2);
        Batch batch = cohort(0, 3).next(ring, 0, ring.head(), new long[2]);

        assertThat(frames(batch)).containsExactly("s0:0/1", "s3:3/1", "s0:0/2");
        assertThat(batch.updates()).isEqualTo(3);
        assertThat(batch.to()).isEqualTo(5);
        assertThat(batch.ordinals()).containsExactly(2, 1);
    }

    @Test
    void deliversAStreamOnceForEachSubscription() {
        publish(0);
        Cohort twice = new Cohort(List.of(new StreamSubscription(0, "b"), new StreamSubscription(0, "a")), BEHIND_MAX);

        assertThat(frames(twice.next(ring, 0, 1, new long[2]))).containsExactly("a:0/1", "b:0/1");
    }

    @Test
    void givesTheLatestOnlyToAReaderThatIsTooFarBehindAndSaysWhatWasMissed() {
        for (int i = 0; i < BEHIND_MAX * 2; i++) {
            publish(0, 1);
        }
        publish(1);
        Batch batch = cohort(0, 1).next(ring, 0, ring.head(), new long[2]);

        assertThat(frames(batch)).containsExactly("s0 conflated 15:0/16", "s1 conflated 16:1/17");
        assertThat(batch.conflated()).isEqualTo(31);
        assertThat(batch.to()).isEqualTo(ring.head());
    }

    @Test
    void givesTheLatestOnlyToAReaderThatTheRingHasLapped() {
        publish(0);
        for (int i = 0; i < CAPACITY + 1; i++) {
            publish(1);
        }
        Batch batch = cohort(0, 1).next(ring, 0, ring.head(), new long[2]);

        assertThat(frames(batch)).containsExactly("s0:0/1", "s1 conflated 64:1/65");
    }

    @Test
    void passesOverNothingThatMustBeKept() {
        byte[] complete = "\n0/complete\0".getBytes(StandardCharsets.US_ASCII);
        publish(0, 0);
        ring.publish(0, 0, true, complete, () -> complete);
        for (int i = 0; i < BEHIND_MAX * 2; i++) {
            publish(0, 1);
        }
        Batch batch = cohort(0, 1).next(ring, 0, ring.head(), new long[2]);

        assertThat(frames(batch))
                .containsExactly("s0 conflated 2:0/complete", "s0 conflated 15:0/19", "s1 conflated 15:1/16");
        assertThat(batch.conflated()).isEqualTo(32);
    }

    @Test
    void leavesOutAStreamThatHasNothingNew() {
        publish(0);
        long[] had = {1, 0};
        for (int i = 0; i < CAPACITY * 2; i++) {
            publish(1);
        }

        assertThat(frames(cohort(0, 1).next(ring, 1, ring.head(), had))).hasSize(1);
    }

    @Test
    void endsABatchBeforeItGrowsTooLargeAndGoesOnBehindIt() {
        byte[] large = new byte[Cohort.BATCH_BYTES_MAX / 2];
        for (int i = 0; i < 4; i++) {
            ring.publish(0, 0, false, large, () -> large);
        }
        Cohort cohort = cohort(0);
        Batch first = cohort.next(ring, 0, ring.head(), new long[1]);
        Batch second = cohort.next(ring, first.to(), ring.head(), first.ordinals());

        assertThat(first.updates()).isEqualTo(1);
        assertThat(second.updates()).isEqualTo(1);
        assertThat(second.ordinals()).containsExactly(2);
    }

    @Test
    void makesMessagesThatAreSmallAndCutNoFrame() {
        byte[] tail = new byte[3_000];
        for (int i = 0; i < 5; i++) {
            ring.publish(0, 0, false, tail, () -> tail);
        }

        List<ByteBuffer> messages =
                cohort(0).next(ring, 0, ring.head(), new long[1]).messages();
        assertThat(messages).hasSize(3);
        assertThat(messages)
                .allSatisfy(message -> assertThat(message.remaining()).isLessThanOrEqualTo(FrameBuffer.MESSAGE_BYTES));
        assertThat(messages)
                .allSatisfy(message ->
                        assertThat((char) message.get(message.position())).isEqualTo('M'));
    }

    /** Whatever a reader's pace: each update is delivered in order or counted as missed, never both, never twice. */
    @Test
    void accountsForEveryUpdateWhateverThePace() {
        SplittableRandom random = new SplittableRandom(7);
        Cohort cohort = cohort(0, 2, 3);
        long position = 0;
        long[] ordinals = new long[3];
        long delivered = 0;
        long conflated = 0;
        for (int round = 0; round < 3_000; round++) {
            for (int i = random.nextInt(random.nextInt(10) == 0 ? 200 : 20); i > 0; i--) {
                publish(random.nextInt(STREAMS));
            }
            long[] before = ordinals;
            Batch batch = cohort.next(ring, position, ring.head(), ordinals);
            position = batch.to();
            ordinals = batch.ordinals();
            delivered += batch.updates();
            conflated += batch.conflated();
            long moved = Arrays.stream(ordinals).sum() - Arrays.stream(before).sum();
            assertThat(batch.updates() + batch.conflated()).isEqualTo(moved);
        }
        while (cohort.hasNews(ring, position)) {
            Batch batch = cohort.next(ring, position, ring.head(), ordinals);
            position = batch.to();
            ordinals = batch.ordinals();
            delivered += batch.updates();
            conflated += batch.conflated();
        }

        assertThat(delivered + conflated).isEqualTo(ring.ordinal(0) + ring.ordinal(2) + ring.ordinal(3));
        assertThat(conflated).isPositive();
    }

    private static Cohort cohort(int... streams) {
        return new Cohort(
                Arrays.stream(streams)
                        .mapToObj(stream -> new StreamSubscription(stream, "s" + stream))
                        .toList(),
                BEHIND_MAX);
    }

    private void publish(int... streams) {
        for (int stream : streams) {
            byte[] tail = ("\n" + stream + "/" + (ring.ordinal(stream) + 1) + "\0").getBytes(StandardCharsets.US_ASCII);
            ring.publish(stream, 0, false, tail, () -> tail);
        }
    }

    /** {@code id[ conflated n]:tail} of each frame. */
    private static List<String> frames(Batch batch) {
        List<String> frames = new ArrayList<>();
        for (ByteBuffer message : batch.messages()) {
            String text = StandardCharsets.US_ASCII.decode(message.duplicate()).toString();
            for (String frame : text.split("\0", 0)) {
                frames.add(frame.replace("MESSAGE\nsubscription:", "")
                        .replace("\nconflated:", " conflated ")
                        .replace("\n\n", ":"));
            }
        }
        return frames;
    }
}
