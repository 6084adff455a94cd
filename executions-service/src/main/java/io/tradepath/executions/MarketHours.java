package io.tradepath.executions;

import io.tradepath.fx.TradingHours;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock, and when the market is open: always on a laptop, the FX week in production. */
@Configuration(proxyBeanMethods = false)
class MarketHours {
    /** In microseconds, as PostgreSQL keeps them: what is answered from memory and from the database is the same. */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
    }

    /** Spring reads {@code fx-week} as {@link TradingHours#FX_WEEK}. */
    @Bean
    TradingHours tradingHours(@Value("${tradepath.market-hours}") TradingHours hours) {
        return hours;
    }
}
