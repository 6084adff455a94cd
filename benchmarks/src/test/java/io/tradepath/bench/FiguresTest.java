package io.tradepath.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void showTheMiddleAndTheSpreadInWhateverOrderTheRunsCame() {
        assertThat(new Figures("s", List.of(3.0, 1.0, 2.0))).hasToString("2.0 s (1.0 to 3.0, 3 runs)");
    }

    @Test
    void takeTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(new Figures("s", List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
    }

    @Test
    void needARun() {
        assertThatThrownBy(() -> new Figures("s", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
