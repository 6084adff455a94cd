package io.tradepath.system.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Signals;
import io.tradepath.system.suite.Suites;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The whole real day at full speed by two processes. The publisher is killed twice on the way, and once stopped where it
 * stands and let go on when the other has taken over.
 */
@Order(Suites.OWN)
class ReplacedPublisherTest {
    private static final List<String> INSTRUMENTS = List.of("EUR_USD", "NZD_USD");
    private static final List<String> GRANULARITIES = List.of("S5", "M1", "M5", "M15", "H1", "H4", "D");
    /** Of each series; a day has more bars of five seconds. */
    private static final int BARS_KEPT = 5_000;

    /** The fastest there is: the day in a minute and a quarter. */
    private static final String SPEED = "1000";

    private static final Duration TAKEOVER_MAX = Duration.ofSeconds(30);
    private static final Duration REPLAYED_WITHIN = Duration.ofMinutes(4);

    @Test
    void candlesAreTheFilesAndNothingOfAnOldEpochIsSeen() throws Exception {
        TickFile file = TickFile.read();
        long all = INSTRUMENTS.stream()
                .mapToLong(instrument -> file.rows(instrument).size())
                .sum();
        Suites.stop();
        try (RunningSuite suite =
                RunningSuite.start("--replay", Suites.ticks().toString(), "--speed", SPEED, "--replicas", "feed=2")) {
            Api api = new Api(suite.gateway(), suite.issuer());
            FeedInstances instances = new FeedInstances(suite, api);
            try (EpochWatch one = EpochWatch.follow(api, instances.uri("feed"), INSTRUMENTS);
                    EpochWatch two = EpochWatch.follow(api, instances.uri("feed-2"), INSTRUMENTS)) {
                killPublisher(suite, instances, all / 8);
                killPublisher(suite, instances, all / 3);
                stopPublisherAndLetItGoOn(suite, instances, all / 2);
                for (String name : FeedInstances.NAMES) {
                    FeedInstances.within(
                            REPLAYED_WITHIN, name + " has all ticks", () -> ticks(instances, api, name) == all);
                }
                assertThat(one.violations()).isEmpty();
                assertThat(two.violations()).isEmpty();
                assertThat(one.epochs()).hasSizeGreaterThanOrEqualTo(2);
                assertThat(two.epochs()).hasSizeGreaterThanOrEqualTo(2);
            }
            for (String name : FeedInstances.NAMES) {
                for (String instrument : INSTRUMENTS) {
                    for (String granularity : GRANULARITIES) {
                        assertThat(candles(instances, api, name, instrument, granularity))
                                .as("%s, %s, %s", name, instrument, granularity)
                                .containsExactlyElementsOf(computed(file.rows(instrument), granularity));
                    }
                }
            }
        }
    }

    private static void killPublisher(RunningSuite suite, FeedInstances instances, long afterTicks) throws Exception {
        String publisher = awaitTicks(instances, suite, afterTicks);
        long pid = suite.pid(publisher);
        Signals.kill(pid);
        FeedInstances.within(TAKEOVER_MAX, "a new process", () -> suite.pid(publisher) != pid);
        // Either of them, the new process too.
        instances.awaitPublisher(TAKEOVER_MAX);
    }

    private static void stopPublisherAndLetItGoOn(RunningSuite suite, FeedInstances instances, long afterTicks)
            throws Exception {
        String publisher = awaitTicks(instances, suite, afterTicks);
        long pid = suite.pid(publisher);
        Signals.stop(pid);
        try {
            awaitTakeover(instances, publisher);
        } finally {
            Signals.proceed(pid);
        }
    }

    private static void awaitTakeover(FeedInstances instances, String from) throws Exception {
        String heir = FeedInstances.other(from);
        FeedInstances.within(
                TAKEOVER_MAX, heir + " publishes", () -> instances.metric(heir, "tradepath_feed_publishing") == 1);
    }

    private static String awaitTicks(FeedInstances instances, RunningSuite suite, long ticks) throws Exception {
        Api api = new Api(suite.gateway(), suite.issuer());
        String publisher = instances.awaitPublisher(TAKEOVER_MAX);
        FeedInstances.within(REPLAYED_WITHIN, ticks + " ticks", () -> ticks(instances, api, publisher) >= ticks);
        return instances.awaitPublisher(TAKEOVER_MAX);
    }

    /** The ticks of the day's bars. */
    private static long ticks(FeedInstances instances, Api api, String name) throws IOException, InterruptedException {
        long ticks = 0;
        for (String instrument : INSTRUMENTS) {
            for (JsonNode candle : get(instances, api, name, instrument, "D")) {
                ticks += candle.path("ticks").asLong();
            }
        }
        return ticks;
    }

    private static JsonNode get(FeedInstances instances, Api api, String name, String instrument, String granularity)
            throws IOException, InterruptedException {
        return api.send(HttpRequest.newBuilder(instances
                                .uri(name)
                                .resolve("/feed/candles/%s?granularity=%s&count=%d"
                                        .formatted(instrument, granularity, BARS_KEPT)))
                        .header("Authorization", "Bearer " + api.token("trader-1"))
                        .timeout(Duration.ofSeconds(10))
                        .build())
                .body()
                .path("candles");
    }

    private static List<String> candles(
            FeedInstances instances, Api api, String name, String instrument, String granularity)
            throws IOException, InterruptedException {
        List<String> texts = new ArrayList<>();
        for (JsonNode candle : get(instances, api, name, instrument, granularity)) {
            texts.add("%s %s %s %s"
                    .formatted(
                            candle.path("time").asString(),
                            candle.path("ticks"),
                            ohlc(candle.path("bid")),
                            ohlc(candle.path("ask"))));
        }
        return texts;
    }

    private static String ohlc(JsonNode side) {
        List<String> prices = new ArrayList<>();
        for (String field : List.of("o", "h", "l", "c")) {
            prices.add(plain(new BigDecimal(side.path(field).asString())));
        }
        return String.join(" ", prices);
    }

    private static String plain(BigDecimal price) {
        return price.stripTrailingZeros().toPlainString();
    }

    /** What a bar is made of, by other code than the service's. */
    private static final class Bar {
        private final List<BigDecimal> bids = new ArrayList<>();
        private final List<BigDecimal> asks = new ArrayList<>();

        private static String ohlc(List<BigDecimal> prices) {
            BigDecimal high = prices.stream().max(BigDecimal::compareTo).orElseThrow();
            BigDecimal low = prices.stream().min(BigDecimal::compareTo).orElseThrow();
            return String.join(" ", plain(prices.getFirst()), plain(high), plain(low), plain(prices.getLast()));
        }
    }

    private static List<String> computed(List<TickFile.Row> rows, String granularity) {
        Map<Instant, Bar> bars = new TreeMap<>();
        for (TickFile.Row row : rows) {
            Bar bar = bars.computeIfAbsent(open(row.time(), granularity), _ -> new Bar());
            bar.bids.add(row.bid());
            bar.asks.add(row.ask());
        }
        List<String> texts = new ArrayList<>();
        bars.forEach((open, bar) ->
                texts.add("%s %d %s %s".formatted(open, bar.bids.size(), Bar.ohlc(bar.bids), Bar.ohlc(bar.asks))));
        return texts.subList(Math.max(0, texts.size() - BARS_KEPT), texts.size());
    }

    /** On that day New York is four hours behind UTC, so the FX day ends at 21:00. */
    private static Instant open(Instant time, String granularity) {
        long lengthMs = Duration.parse(
                        switch (granularity) {
                            case "S5" -> "PT5S";
                            case "M1" -> "PT1M";
                            case "M5" -> "PT5M";
                            case "M15" -> "PT15M";
                            case "H1" -> "PT1H";
                            case "H4" -> "PT4H";
                            default -> "PT24H";
                        })
                .toMillis();
        long shiftMs = granularity.equals("H4") || granularity.equals("D")
                ? Duration.ofHours(21).toMillis() % lengthMs
                : 0;
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli() - shiftMs, lengthMs) * lengthMs + shiftMs);
    }
}
