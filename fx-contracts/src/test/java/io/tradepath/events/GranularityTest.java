package io.tradepath.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GranularityTest {
    @ParameterizedTest
    @CsvSource({
        "S5,  2026-01-05T12:34:59.999Z, 2026-01-05T12:34:55Z, 2026-01-05T12:35:00Z",
        "M1,  2026-01-05T12:34:59.999Z, 2026-01-05T12:34:00Z, 2026-01-05T12:35:00Z",
        "M5,  2026-01-05T12:34:59.999Z, 2026-01-05T12:30:00Z, 2026-01-05T12:35:00Z",
        "M15, 2026-01-05T12:34:59.999Z, 2026-01-05T12:30:00Z, 2026-01-05T12:45:00Z",
        "H1,  2026-01-05T12:34:59.999Z, 2026-01-05T12:00:00Z, 2026-01-05T13:00:00Z",
        "H4,  2026-01-05T12:34:59.999Z, 2026-01-05T10:00:00Z, 2026-01-05T14:00:00Z",
        "H4,  2026-01-05T22:00:00Z,     2026-01-05T22:00:00Z, 2026-01-06T02:00:00Z",
        "D,   2026-01-05T12:34:59.999Z, 2026-01-04T22:00:00Z, 2026-01-05T22:00:00Z",
        "D,   2026-07-06T20:59:59.999Z, 2026-07-05T21:00:00Z, 2026-07-06T21:00:00Z",
        "D,   2026-07-06T21:00:00Z,     2026-07-06T21:00:00Z, 2026-07-07T21:00:00Z"
    })
    void alignsToUtcAndToTheEndOfTheFxDay(Granularity granularity, Instant instant, Instant open, Instant end) {
        assertThat(granularity.open(instant)).isEqualTo(open);
        assertThat(granularity.end(open)).isEqualTo(end);
    }

    /** In 2026 New York's clocks go forward on 8 March and back on 1 November. */
    @Test
    void endsWithTheDayWhenClocksChange() {
        assertThat(Granularity.H4.end(Instant.parse("2026-03-08T18:00:00Z"))).isEqualTo("2026-03-08T21:00:00Z");
        assertThat(Granularity.H4.open(Instant.parse("2026-11-01T21:30:00Z"))).isEqualTo("2026-11-01T21:00:00Z");
        assertThat(Granularity.H4.end(Instant.parse("2026-11-01T21:00:00Z"))).isEqualTo("2026-11-01T22:00:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoInstantOut(Granularity granularity) {
        Instant at = Instant.parse("2026-03-06T00:00:00Z");
        Instant open = granularity.open(at);
        while (open.isBefore(at.plus(Duration.ofDays(4)))) {
            Instant end = granularity.end(open);
            assertThat(granularity.open(open)).isEqualTo(open);
            assertThat(granularity.open(end.minusMillis(1))).isEqualTo(open);
            assertThat(granularity.open(end)).isEqualTo(end);
            open = end;
        }
    }
}
