package io.tradepath.feed.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final int BYTES_MAX = 1_000;
    private static final long GAP_MAX = Duration.ofSeconds(10).toNanos();

    private final EventLog log = new EventLog();

    @Test
    void givesAReaderWhatComesAfterItBegan() {
        append(4, 5);
        long next = log.startLive().next();
        append(6, 7);

        assertThat(read(next)).containsExactly("6", "7");
    }

    @Test
    void givesAReaderOfAnUnknownSequenceItsFirstEvent() {
        long next = log.startLive().next();
        append(12);

        assertThat(read(next)).containsExactly("12");
    }

    @Test
    void dropsWhatComesAgain() {
        append(4, 5, 4, 5, 6, 5);

        assertThat(read(4)).containsExactly("4", "5", "6");
    }

    @Test
    void putsWhatComesTooEarlyInItsPlace() {
        append(1, 3, 4);
        assertThat(read(1)).containsExactly("1");
        append(2);

        assertThat(read(2)).containsExactly("2", "3", "4");
    }

    @Test
    void resetsItsReadersWhereAGapDoesNotClose() {
        append(1, 2, 5);
        assertThat(log.skipGapWaitedFor(GAP_MAX - 1, GAP_MAX)).isFalse();
        assertThat(log.skipGapWaitedFor(GAP_MAX, GAP_MAX)).isTrue();

        EventLog.Portion portion = log.read(3, BYTES_MAX);
        assertThat(portion.reset()).isTrue();
        assertThat(portion.next()).isEqualTo(6);
    }

    @Test
    void resumesBehindWhatAReaderHas() {
        append(4, 5, 6);

        assertThat(log.startAfter(4)).isEqualTo(new EventLog.Start(5, false));
        assertThat(log.startAfter(6)).isEqualTo(new EventLog.Start(7, false));
        assertThat(log.startAfter(3)).isEqualTo(new EventLog.Start(4, false));
    }

    @Test
    void resetsAReaderThatWantsWhatIsNoLongerKept() {
        append(4, 5, 6);
        log.forgetUpTo(5);

        assertThat(log.startAfter(4)).isEqualTo(new EventLog.Start(7, true));
        assertThat(log.startAfter(5)).isEqualTo(new EventLog.Start(6, false));
        assertThat(log.read(5, BYTES_MAX).reset()).isTrue();
    }

    @Test
    void resetsAReaderOfAnUnknownSequence() {
        assertThat(log.startAfter(9).reset()).isTrue();
    }

    @Test
    void remembersWhereItWasWhenAllIsForgotten() {
        append(4, 5);
        log.forgetUpTo(5);

        assertThat(log.startAfter(5)).isEqualTo(new EventLog.Start(6, false));
        append(6);
        assertThat(read(6)).containsExactly("6");
    }

    @Test
    void waitsForTheReaderThatIsAheadOfIt() {
        append(4);
        EventLog.Start start = log.startAfter(6);
        append(5, 6, 7);

        assertThat(start.reset()).isFalse();
        assertThat(read(start.next())).containsExactly("7");
    }

    @Test
    void boundsAPortionButGivesOneEventAtLeast() {
        append(1, 2, 3);

        EventLog.Portion portion = log.read(1, 1);
        assertThat(portion.tails()).hasSize(1);
        assertThat(portion.next()).isEqualTo(2);
        assertThat(log.read(1, 2).tails()).hasSize(2);
    }

    @Test
    void tellsItsListenersOfEachAppend() {
        AtomicInteger told = new AtomicInteger();
        Runnable listener = told::incrementAndGet;
        log.listen(listener);
        append(1, 2, 2);
        log.unlisten(listener);
        append(3);

        assertThat(told).hasValue(2);
    }

    private void append(long... seqs) {
        for (long seq : seqs) {
            log.append(seq, Long.toString(seq).getBytes(StandardCharsets.US_ASCII), 0);
        }
    }

    private List<String> read(long next) {
        return log.read(next, BYTES_MAX).tails().stream()
                .map(tail -> new String(tail, StandardCharsets.US_ASCII))
                .toList();
    }
}
