package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartDelayTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    @Test
    void isShortForAProcessThatRanWell() {
        RestartDelay afterCrashes = RestartDelay.first().after(SHORT).after(SHORT);

        assertThat(afterCrashes.after(RestartDelay.RAN_WELL).current()).isEqualTo(RestartDelay.FIRST);
    }

    @Test
    void doublesForAProcessThatKeepsEnding() {
        assertThat(RestartDelay.first().after(SHORT).current()).isEqualTo(RestartDelay.FIRST.multipliedBy(2));
        assertThat(RestartDelay.first().after(SHORT).after(SHORT).current())
                .isEqualTo(RestartDelay.FIRST.multipliedBy(4));
    }

    @Test
    void neverGrowsBeyondItsBound() {
        RestartDelay delay = RestartDelay.first();
        for (int i = 0; i < 100; i++) {
            delay = delay.after(SHORT);
        }

        assertThat(delay.current()).isEqualTo(RestartDelay.LONGEST);
    }
}
