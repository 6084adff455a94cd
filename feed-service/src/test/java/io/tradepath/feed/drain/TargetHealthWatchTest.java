package io.tradepath.feed.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetHealthWatchTest {
    private static final Duration LOOK_EACH = Duration.ofMillis(5);

    private final Balancer balancer = new Balancer();
    private final List<String> decisions = new CopyOnWriteArrayList<>();

    /** Says what it is told to, or nothing. */
    private static final class Balancer implements TargetHealth {
        private final AtomicInteger looks = new AtomicInteger();
        private volatile @Nullable State state;
        private volatile boolean closed;

        @Override
        public State look() throws IOException {
            looks.incrementAndGet();
            State now = state;
            if (now == null) {
                throw new IOException("no answer");
            }
            return now;
        }

        @Override
        public void close() {
            closed = true;
        }

        void says(@Nullable State next) {
            state = next;
            int seen = looks.get();
            // The look under way may still have seen the state before.
            await().until(() -> looks.get() >= seen + 3);
        }
    }

    private final class Recorded implements TargetHealthWatch.Decisions {
        @Override
        public void draining() {
            decisions.add("drain");
        }

        @Override
        public void serving() {
            decisions.add("serve");
        }
    }

    @Test
    void drainsWhenItsOwnTargetDoesAndComesBackWithIt() {
        try (TargetHealthWatch watch = new TargetHealthWatch(balancer, LOOK_EACH, new Recorded())) {
            watch.start();
            balancer.says(TargetHealth.State.SERVING);
            assertThat(decisions).containsOnly("serve");

            balancer.says(TargetHealth.State.DRAINING);
            assertThat(decisions.getLast()).isEqualTo("drain");

            balancer.says(TargetHealth.State.SERVING);
            assertThat(decisions.getLast()).isEqualTo("serve");
        }
    }

    @Test
    void staysDrainedWhenItIsATargetNoMoreOrNobodyAnswers() {
        try (TargetHealthWatch watch = new TargetHealthWatch(balancer, LOOK_EACH, new Recorded())) {
            watch.start();
            balancer.says(TargetHealth.State.DRAINING);
            balancer.says(TargetHealth.State.NOT_A_TARGET);
            balancer.says(null);

            assertThat(decisions).isNotEmpty().containsOnly("drain");
        }
    }

    @Test
    void closesWhatItAsks() {
        TargetHealthWatch watch = new TargetHealthWatch(balancer, LOOK_EACH, new Recorded());
        watch.start();

        watch.close();

        assertThat(balancer.closed).isTrue();
    }
}
