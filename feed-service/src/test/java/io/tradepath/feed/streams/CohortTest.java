package io.tradepath.feed.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CohortTest {
    private static final int STREAMS = 4;
    private static final int CAPACITY = 64;
    private static final int BEHIND_MAX = 8;
    private static final Pattern PLACE = Pattern.compile("s\\d(?: conflated (\\d+))?:(\\d)/(\\d+) *");

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

        List<String> messages = TextMessages.texts(
                cohort(0).next(ring, 0, ring.head(), new long[1]).messages());
        assertThat(messages).hasSize(3);
        assertThat(messages)
                .allSatisfy(message -> assertThat(message.length()).isLessThanOrEqualTo(FrameBuffer.MESSAGE_BYTES));
        assertThat(messages).allSatisfy(message -> assertThat(message).startsWith("M"));
    }

    /**
     * Whatever a reader's pace, and however little of what is due a batch takes: each update is delivered in order or
     * counted as missed by the next of its stream, never both, never twice.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 12_000})
    void accountsForEveryUpdateWhateverThePace(int padding) {
        SplittableRandom random = new SplittableRandom(7);
        Reader reader = new Reader(cohort(0, 2, 3));
        for (int round = 0; round < 2_000; round++) {
            for (int i = random.nextInt(random.nextInt(10) == 0 ? 200 : 20); i > 0; i--) {
                publishPadded(random.nextInt(STREAMS), padding);
            }
            reader.read();
        }
        while (reader.cohort.hasNews(ring, reader.position)) {
            reader.read();
        }

        assertThat(reader.seen).isEqualTo(Map.of(0, ring.ordinal(0), 2, ring.ordinal(2), 3, ring.ordinal(3)));
        assertThat(reader.conflated).isPositive();
        assertThat(reader.partBatches > 0).isEqualTo(padding > 0);
    }

    /** Reads as a session does, and checks each frame's place. */
    private final class Reader {
        private final Cohort cohort;
        private final Map<Integer, Long> seen = new HashMap<>();
        private long position;
        private long[] ordinals;
        private boolean conflating;
        private long conflated;
        private int partBatches;

        Reader(Cohort cohort) {
            this.cohort = cohort;
            this.ordinals = new long[cohort.subscriptions().size()];
        }

        void read() {
            Batch batch = conflating
                    ? cohort.latestOnly(ring, position, ordinals)
                    : cohort.next(ring, position, ring.head(), ordinals);
            position = batch.to();
            ordinals = batch.ordinals();
            conflating = batch.conflating();
            conflated += batch.conflated();
            partBatches += conflating ? 1 : 0;
            List<String> frames = frames(batch);
            assertThat(frames).hasSize(batch.updates());
            for (String frame : frames) {
                Matcher place = PLACE.matcher(frame);
                assertThat(place.matches()).as(frame).isTrue();
                long missed = place.group(1) == null ? 0 : Long.parseLong(place.group(1));
                long ordinal = Long.parseLong(place.group(3));
                int stream = Integer.parseInt(place.group(2));
                assertThat(ordinal).as(frame).isEqualTo(seen.getOrDefault(stream, 0L) + missed + 1);
                seen.put(stream, ordinal);
            }
        }
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
            publishPadded(stream, 0);
        }
    }

    private void publishPadded(int stream, int padding) {
        byte[] tail = ("\n" + stream + "/" + (ring.ordinal(stream) + 1) + " ".repeat(padding) + "\0")
                .getBytes(StandardCharsets.US_ASCII);
        ring.publish(stream, 0, false, tail, () -> tail);
    }

    /** {@code id[ conflated n]:tail} of each frame. */
    private static List<String> frames(Batch batch) {
        List<String> frames = new ArrayList<>();
        for (String text : TextMessages.texts(batch.messages())) {
            for (String frame : text.split("\0", 0)) {
                frames.add(frame.replace("MESSAGE\nsubscription:", "")
                        .replace("\nconflated:", " conflated ")
                        .replace("\n\n", ":"));
            }
        }
        return frames;
    }
}
