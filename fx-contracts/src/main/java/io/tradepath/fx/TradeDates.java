package io.tradepath.fx;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** The days of the FX market, which end at 17:00 in New York, summer time observed. */
public final class TradeDates {
    public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    public static final LocalTime ROLL = LocalTime.of(17, 0);

    private TradeDates() {}

    /** The day that a trade at this instant belongs to: from 17:00 New York on, the next calendar day. */
    public static LocalDate tradeDate(Instant instant) {
        ZonedDateTime local = instant.atZone(NEW_YORK);
        return local.toLocalTime().isBefore(ROLL)
                ? local.toLocalDate()
                : local.toLocalDate().plusDays(1);
    }

    /** The instant at which the trade date ends. */
    public static Instant endOf(LocalDate tradeDate) {
        return tradeDate.atTime(ROLL).atZone(NEW_YORK).toInstant();
    }
}
