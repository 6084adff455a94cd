package io.tradepath.feed.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.backing.kafka.LocalKafka;
import io.tradepath.events.Candle;
import io.tradepath.events.CandleRecord;
import io.tradepath.events.EventJson;
import io.tradepath.events.Granularity;
import io.tradepath.events.Topics;
import io.tradepath.feed.candles.CandleFeed;
import io.tradepath.feed.quotes.QuoteFeed;
import io.tradepath.feed.source.ReplayFile;
import io.tradepath.feed.source.ReplaySource;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real ticks at full speed through the real Kafka, with their publisher replaced on the way: the hour of the payrolls, or
 * the whole day with {@code -Dtradepath.realday.whole=true}.
 */
class RealDayCandlesTest {
    private static final Path REAL_DAY = Path.of("../../shared/data/oanda_20140502_EURUSD_NZDUSD.csv.gz");
    private static final boolean WHOLE = Boolean.getBoolean("tradepath.realday.whole");
    private static final long FROM_MS = Instant.parse("2014-05-02T12:15:00Z").toEpochMilli();
    private static final long TO_MS = Instant.parse("2014-05-02T13:15:00Z").toEpochMilli();
    private static final Instant RELEASE = Instant.parse("2014-05-02T12:30:00Z");
    private static final Price PRICE = new Price(new BigDecimal("1.38"));
    private static final List<String> PAIRS = List.of("EUR_USD", "NZD_USD");
    /** Of each series; a day has more bars of five seconds. */
    private static final int BARS_KEPT = 5_000;

    private static final Duration REPLAYED_WITHIN = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private static final class Instance implements AutoCloseable {
        private final QuoteFeed quotes;
        private final QuotePublisher publisher;
        private final CandleFeed candles;

        Instance(String name, Path file, Map<String, Object> kafka) {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            StreamNames names = new StreamNames(QuoteFeed.destinations());
            UpdateRing ring = new UpdateRing(names.size(), 256);
            ReplaySource source = new ReplaySource(
                    ReplayFile.read(file),
                    new ReplaySource.Settings(new BigDecimal("100000"), null, false, null),
                    Clock.systemUTC());
            quotes = new QuoteFeed(kafka, names, ring, meters);
            publisher = new QuotePublisher(name, kafka, source, quotes, Clock.systemUTC(), meters);
            candles = new CandleFeed(kafka, names, ring, publisher::isPublishing, meters);
            quotes.start();
            candles.start();
            publisher.start();
        }

        long ticks() {
            return PAIRS.stream()
                    .flatMap(pair -> candles(pair, Granularity.D).stream())
                    .mapToLong(Candle::ticks)
                    .sum();
        }

        List<Candle> candles(String pair, Granularity granularity) {
            return candles.candles(
                    CurrencyPair.parse(pair),
                    granularity,
                    Instant.EPOCH,
                    Instant.parse("2100-01-01T00:00:00Z"),
                    100_000);
        }

        @Override
        public void close() {
            publisher.close();
            candles.close();
            quotes.close();
        }
    }

    @Test
    void comeToWhatTheFileSaysThoughThePublisherIsReplacedTwice() throws Exception {
        assumeTrue(Files.exists(REAL_DAY), "needs the tick file in ../shared/data");
        List<String[]> rows = rows();
        Path file = Files.write(
                folder.resolve("ticks.csv"),
                Stream.concat(
                                Stream.of("ts_utc_ms,venue,pair,bid,ask"),
                                rows.stream().map(row -> String.join(",", row)))
                        .toList());
        List<Instance> instances = new ArrayList<>();
        try (LocalKafka broker = LocalKafka.startFresh()) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            instances.add(new Instance("a", file, kafka));
            instances.add(new Instance("b", file, kafka));
            for (long part = 1; part <= 2; part++) {
                long ticks = rows.size() * part / 4;
                await().atMost(REPLAYED_WITHIN).until(() -> instances.getLast().ticks() > ticks);
                Instance publisher = await().atMost(REPLAYED_WITHIN)
                        .until(
                                () -> instances.stream()
                                        .filter(instance -> instance.publisher.isPublishing())
                                        .findFirst(),
                                Optional::isPresent)
                        .orElseThrow();
                instances.remove(publisher);
                publisher.close();
                instances.add(new Instance("c" + part, file, kafka));
            }
            await().atMost(REPLAYED_WITHIN)
                    .untilAsserted(() ->
                            assertThat(instances).extracting(Instance::ticks).containsOnly((long) rows.size()));
            for (Instance instance : instances) {
                assertAsComputed(instance, rows);
            }
            overwriteABar(kafka);
            Instance late = new Instance("late", file, kafka);
            instances.add(late);
            await().atMost(REPLAYED_WITHIN).untilAsserted(() -> assertAsComputed(late, rows));
            instances.forEach(Instance::close);
        }
    }

    private static void assertAsComputed(Instance instance, List<String[]> rows) {
        for (String pair : PAIRS) {
            for (Granularity granularity : Granularity.values()) {
                assertThat(instance.candles(pair, granularity))
                        .extracting(RealDayCandlesTest::text)
                        .containsExactlyElementsOf(computed(rows, pair, granularity));
            }
        }
    }

    /** As a publisher does that was held up while another took over: with less of the bar than there is on the bus. */
    private static void overwriteABar(Map<String, Object> kafka) throws Exception {
        Candle.Ohlc prices = new Candle.Ohlc(PRICE, PRICE, PRICE, PRICE);
        Candle candle =
                new Candle(CurrencyPair.parse("EUR_USD"), Granularity.M1, RELEASE, prices, prices, prices, 1, false);
        Map<String, Object> config = new HashMap<>(kafka);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.CANDLES.name(),
                            0,
                            ("EUR_USD/M1/" + RELEASE).getBytes(StandardCharsets.UTF_8),
                            EventJson.writeBytes(new CandleRecord(candle, 0, 0, 1))))
                    .get();
        }
    }

    private static List<String[]> rows() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(REAL_DAY)), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .filter(row -> WHOLE || (Long.parseLong(row[0]) >= FROM_MS && Long.parseLong(row[0]) < TO_MS))
                    .toList();
        }
    }

    /** By other code, straight from the file: open, high, low and close of bid and ask, and the number of ticks. */
    private static List<String> computed(List<String[]> rows, String pair, Granularity granularity) {
        Map<Long, BigDecimal[]> prices = new TreeMap<>();
        Map<Long, Integer> ticks = new TreeMap<>();
        for (String[] row : rows) {
            if (!row[2].equals(pair.replace("_", ""))) {
                continue;
            }
            long time = Long.parseLong(row[0]);
            long open = open(time, granularity);
            BigDecimal bid = new BigDecimal(row[3]);
            BigDecimal ask = new BigDecimal(row[4]);
            BigDecimal[] each =
                    prices.computeIfAbsent(open, _ -> new BigDecimal[] {bid, bid, bid, bid, ask, ask, ask, ask});
            each[1] = each[1].max(bid);
            each[2] = each[2].min(bid);
            each[3] = bid;
            each[5] = each[5].max(ask);
            each[6] = each[6].min(ask);
            each[7] = ask;
            ticks.merge(open, 1, Integer::sum);
        }
        List<String> texts = new ArrayList<>();
        prices.forEach((open, each) -> {
            StringBuilder text = new StringBuilder(Instant.ofEpochMilli(open) + " " + ticks.get(open));
            for (BigDecimal price : each) {
                text.append(' ').append(price.stripTrailingZeros().toPlainString());
            }
            texts.add(text.toString());
        });
        return texts.subList(Math.max(0, texts.size() - BARS_KEPT), texts.size());
    }

    /** On that day New York is four hours behind UTC, so the FX day ends at 21:00. */
    private static long open(long time, Granularity granularity) {
        long minute = 60_000;
        long length = switch (granularity) {
            case S5 -> 5_000;
            case M1 -> minute;
            case M5 -> 5 * minute;
            case M15 -> 15 * minute;
            case H1 -> 60 * minute;
            case H4 -> 240 * minute;
            case D -> 1_440 * minute;
        };
        long shift = length > 60 * minute ? 21 * 60 * minute % length : 0;
        return Math.floorDiv(time - shift, length) * length + shift;
    }

    private static String text(Candle candle) {
        Candle.Ohlc bid = candle.bid();
        Candle.Ohlc ask = candle.ask();
        return candle.time() + " " + candle.ticks() + " " + bid.o() + " " + bid.h() + " " + bid.l() + " " + bid.c()
                + " " + ask.o() + " " + ask.h() + " " + ask.l() + " " + ask.c();
    }
}
