package io.tradepath.feed.source;

import static io.tradepath.feed.source.TickFilter.Verdict.CROSSED;
import static io.tradepath.feed.source.TickFilter.Verdict.LOCKED;
import static io.tradepath.feed.source.TickFilter.Verdict.OFF_MARKET;
import static io.tradepath.feed.source.TickFilter.Verdict.OUT_OF_ORDER;
import static io.tradepath.feed.source.TickFilter.Verdict.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TickFilterTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final CurrencyPair NZD_USD = CurrencyPair.parse("NZD_USD");

    private int run;
    private final TickFilter filter = new TickFilter(new TickFilter.Limits(2, new BigDecimal("0.01"), 3));

    @Test
    void dropsACrossedTick() {
        assertThat(judge("1.0002", "1.0001")).isEqualTo(CROSSED);
        assertThat(judge("1.0001", "1.0002")).isEqualTo(PASSED);
    }

    @Test
    void letsALockLastForAMomentOnly() {
        assertThat(judge("1.0001", "1.0001")).isEqualTo(PASSED);
        assertThat(judge("1.0001", "1.0001")).isEqualTo(PASSED);
        assertThat(judge("1.0001", "1.0001")).isEqualTo(LOCKED);
        assertThat(judge("1.0001", "1.0002")).isEqualTo(PASSED);
        assertThat(judge("1.0001", "1.0001")).isEqualTo(PASSED);
    }

    @Test
    void dropsATickThatIsOlderThanTheOneBefore() {
        assertThat(judge(EUR_USD, "1.0001", "1.0002", 5_000L)).isEqualTo(PASSED);
        assertThat(judge(EUR_USD, "1.0001", "1.0002", 4_999L)).isEqualTo(OUT_OF_ORDER);
        assertThat(judge(EUR_USD, "1.0001", "1.0002", 5_000L)).isEqualTo(PASSED);
        assertThat(judge(NZD_USD, "0.8001", "0.8002", 4_000L)).isEqualTo(PASSED);
    }

    @Test
    void takesASourceThatStartsOver() {
        assertThat(judge(EUR_USD, "1.0001", "1.0002", 5_000L)).isEqualTo(PASSED);
        run++;
        assertThat(judge(EUR_USD, "1.2001", "1.2002", 1_000L)).isEqualTo(PASSED);
    }

    @Test
    void dropsAMistakeAndGoesOnWithTheMarket() {
        assertThat(judge("1.0001", "1.0003")).isEqualTo(PASSED);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.0002", "1.0004")).isEqualTo(PASSED);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.0002", "1.0004")).isEqualTo(PASSED);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(OFF_MARKET);
    }

    @Test
    void goesByANewPriceOnceSeveralTicksAgreeOnIt() {
        assertThat(judge("1.0001", "1.0003")).isEqualTo(PASSED);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.1002", "1.1004")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.1003", "1.1005")).isEqualTo(PASSED);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(PASSED);
        assertThat(judge("1.0001", "1.0003")).isEqualTo(OFF_MARKET);
    }

    @Test
    void doesNotBelieveMistakesThatDisagree() {
        assertThat(judge("1.0001", "1.0003")).isEqualTo(PASSED);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.5001", "1.5003")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(OFF_MARKET);
        assertThat(judge("1.1001", "1.1003")).isEqualTo(PASSED);
    }

    private TickFilter.Verdict judge(String bid, String ask) {
        return judge(EUR_USD, bid, ask, null);
    }

    private TickFilter.Verdict judge(CurrencyPair pair, String bid, String ask, @Nullable Long sourceMs) {
        return filter.judge(new Tick(
                pair,
                level(bid),
                level(ask),
                sourceMs == null ? null : Instant.ofEpochMilli(sourceMs),
                run,
                null,
                false));
    }

    private static List<PriceLevel> level(String price) {
        return List.of(new PriceLevel(Price.parse(price), Units.of(1_000_000)));
    }
}
