package io.tradepath.events;

import io.tradepath.fx.TradeDates;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a candle lasts. Up to an hour they are aligned to UTC; those of four hours and of a day to the end of the FX
 * day, 17:00 in New York, so that on the days when clocks change one of them is an hour shorter or longer.
 */
public enum Granularity {
    S5(Duration.ofSeconds(5)),
    M1(Duration.ofMinutes(1)),
    M5(Duration.ofMinutes(5)),
    M15(Duration.ofMinutes(15)),
    H1(Duration.ofHours(1)),
    H4(Duration.ofHours(4)),
    D(Duration.ofDays(1));

    private final Duration length;

    Granularity(Duration length) {
        this.length = length;
    }

    /** When the candle begins that the instant belongs to. */
    public Instant open(Instant instant) {
        return switch (this) {
            case S5, M1, M5, M15, H1 -> {
                long millis = length.toMillis();
                yield Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), millis) * millis);
            }
            case H4 -> {
                Instant day = D.open(instant);
                yield day.plus(
                        length.multipliedBy(Duration.between(day, instant).dividedBy(length)));
            }
            case D -> TradeDates.endOf(TradeDates.tradeDate(instant).minusDays(1));
        };
    }

    /** When the candle ends that begins at {@code open}: the first instant that is not of it. */
    public Instant end(Instant open) {
        return switch (this) {
            case S5, M1, M5, M15, H1 -> open.plus(length);
            case H4 -> {
                Instant dayEnd = D.end(D.open(open));
                Instant end = open.plus(length);
                yield end.isBefore(dayEnd) ? end : dayEnd;
            }
            case D -> TradeDates.endOf(TradeDates.tradeDate(open));
        };
    }
}
