package io.tradepath.fx;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** When an instrument may be traded. */
public enum TradingHours {
    /** At all times: a laptop, a replay. */
    ALWAYS {
        @Override
        public boolean isOpen(Instant instant) {
            return true;
        }

        @Override
        public Instant nextOpen(Instant instant) {
            return instant;
        }
    },
    /** The FX week: Sunday 17:00 to Friday 17:00 in New York. */
    FX_WEEK {
        @Override
        public boolean isOpen(Instant instant) {
            DayOfWeek day = TradeDates.tradeDate(instant).getDayOfWeek();
            return day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY;
        }

        @Override
        public Instant nextOpen(Instant instant) {
            if (isOpen(instant)) {
                return instant;
            }
            LocalDate sunday = TradeDates.tradeDate(instant).with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
            return TradeDates.endOf(sunday);
        }
    };

    public abstract boolean isOpen(Instant instant);

    /** The instant itself where it is open, otherwise when it next opens. */
    public abstract Instant nextOpen(Instant instant);
}
