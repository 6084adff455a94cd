package io.tradepath.feed.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.TradingHours;
import io.tradepath.quotes.Freshness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusRulesTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final Instant MONDAY = Instant.parse("2026-01-05T12:00:00Z");
    private static final Instant SATURDAY = Instant.parse("2026-01-03T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "FRESH,           true,  0,  LIVE,",
        "FRESH,           true,  9,  LIVE,",
        "FRESH,           true,  10, QUIET,",
        "FRESH,           false, 10, QUIET,",
        "STALE_PUBLISHER, true,  0,  STALE, PUBLISHER",
        "STALE_PUBLISHER, false, 0,  STALE, BUS",
        "STALE_BEHIND,    true,  0,  STALE, LAG",
        "STALE_BEHIND,    false, 0,  STALE, BUS",
        "MISSING,         true,  0,  STALE, PUBLISHER"
    })
    void saysHowAStreamStands(
            Freshness freshness,
            boolean reachable,
            int unchanged,
            InstrumentStatus.State state,
            InstrumentStatus.@Nullable Reason reason) {
        InstrumentStatus status =
                new StatusRules(TradingHours.FX_WEEK).status(seen(freshness, reachable, unchanged), MONDAY);

        assertThat(status).isEqualTo(new InstrumentStatus(EUR_USD, state, MONDAY, null, reason));
    }

    @Test
    void saysUntilWhenAMarketIsClosed() {
        InstrumentStatus status =
                new StatusRules(TradingHours.FX_WEEK).status(seen(Freshness.STALE_PUBLISHER, true, 0), SATURDAY);

        assertThat(status.state()).isEqualTo(InstrumentStatus.State.CLOSED);
        assertThat(status.until()).isEqualTo("2026-01-04T22:00:00Z");
    }

    @Test
    void tellsChangesOnceAndEverythingToWhoComesLater() {
        StatusBoard board = new StatusBoard(new StatusRules(TradingHours.ALWAYS));
        board.look(List.of(seen(Freshness.FRESH, true, 0)), MONDAY);
        board.look(List.of(seen(Freshness.FRESH, true, 1)), MONDAY.plusSeconds(1));
        board.look(List.of(seen(Freshness.FRESH, true, 11)), MONDAY.plusSeconds(11));
        board.look(List.of(seen(Freshness.STALE_PUBLISHER, true, 12)), MONDAY.plusSeconds(12));
        board.tellDrain(5_000);

        assertThat(bodies(board.log().read(1, 10_000).tails()))
                .containsExactly(
                        "{\"instrument\":\"EUR_USD\",\"state\":\"LIVE\",\"since\":\"2026-01-05T12:00:00Z\"}",
                        "{\"instrument\":\"EUR_USD\",\"state\":\"QUIET\",\"since\":\"2026-01-05T12:00:11Z\"}",
                        "{\"instrument\":\"EUR_USD\",\"state\":\"STALE\",\"since\":\"2026-01-05T12:00:12Z\",\"reason\":\"PUBLISHER\"}",
                        "{\"type\":\"drain\",\"graceMs\":5000}");
        assertThat(bodies(board.snapshot())).hasSize(1).first().asString().contains("STALE");
    }

    private static StatusRules.Seen seen(Freshness freshness, boolean reachable, int unchanged) {
        return new StatusRules.Seen(EUR_USD, freshness, reachable, Duration.ofSeconds(unchanged));
    }

    private static List<String> bodies(List<byte[]> tails) {
        return tails.stream()
                .map(tail -> new String(tail, StandardCharsets.UTF_8))
                .map(text -> text.substring(text.indexOf("\n\n") + 2, text.length() - 1))
                .toList();
    }
}
