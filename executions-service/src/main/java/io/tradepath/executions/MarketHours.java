package io.tradepath.executions;

import io.tradepath.fx.TradingHours;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock, and when the market is open: always on a laptop, the FX week in production. */
@Configuration(proxyBeanMethods = false)
class MarketHours {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Spring reads {@code fx-week} as {@link TradingHours#FX_WEEK}. */
    @Bean
    TradingHours tradingHours(@Value("${tradepath.market-hours}") TradingHours hours) {
        return hours;
    }
}
