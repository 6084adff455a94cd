package io.tradepath.feed.candles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Candle;
import io.tradepath.events.CandleRecord;
import io.tradepath.events.EventJson;
import io.tradepath.events.Granularity;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Units;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CandleBookTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final CurrencyPair USD_JPY = CurrencyPair.parse("USD_JPY");
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private final List<String> changes = new ArrayList<>();
    private final Map<CandleKey, CandleRecord> topic = new LinkedHashMap<>();
    private CandleBook book = newBook();
    private long offset = 100;

    private CandleBook newBook() {
        return new CandleBook(new CandleBook.Changes() {
            @Override
            public void changed(Series series, Bar bar) {
                if (series.granularity() == Granularity.S5) {
                    changes.add(Instant.ofEpochMilli(bar.openMs()) + (bar.isComplete() ? " complete" : ""));
                }
                topic.put(CandleKey.of(series, bar), bar.candleRecord(series.instrument(), series.granularity()));
            }

            @Override
            public void dropped(Series series, Bar bar) {
                topic.remove(CandleKey.of(series, bar));
            }
        });
    }

    @Test
    void sumsUpTheQuotesOfEachWhile() {
        tick(EUR_USD, NOON, "1.10010", "1.10020");
        tick(EUR_USD, NOON.plusMillis(1_000), "1.10040", "1.10045");
        tick(EUR_USD, NOON.plusMillis(4_999), "1.10000", "1.10025");
        tick(EUR_USD, NOON.plusMillis(5_000), "1.10001", "1.10026");

        List<Candle> s5 = candles(EUR_USD, Granularity.S5);
        assertThat(s5).hasSize(2);
        assertThat(s5.getFirst())
                .isEqualTo(new Candle(
                        EUR_USD,
                        Granularity.S5,
                        NOON,
                        ohlc("1.1001", "1.1004", "1.1", "1.1"),
                        ohlc("1.1002", "1.10045", "1.1002", "1.10025"),
                        ohlc("1.10015", "1.100425", "1.100125", "1.100125"),
                        3,
                        true));
        assertThat(s5.getLast().complete()).isFalse();
        assertThat(candles(EUR_USD, Granularity.D)).singleElement().satisfies(day -> {
            assertThat(day.ticks()).isEqualTo(4);
            assertThat(day.time()).isEqualTo("2026-01-04T22:00:00Z");
        });
    }

    @Test
    void hasNoCandleForATimeWithoutQuotes() {
        tick(EUR_USD, NOON, "1.1", "1.2");
        tick(EUR_USD, NOON.plusSeconds(60), "1.1", "1.2");

        assertThat(candles(EUR_USD, Granularity.S5)).hasSize(2);
    }

    @Test
    void completesACandleWhenTheMarketsTimeHasPassedIt() {
        tick(EUR_USD, NOON, "1.1", "1.2");
        book.beat(NOON.plusMillis(4_999));
        assertThat(changes).containsExactly("2026-01-05T12:00:00Z");
        book.beat(NOON.plusMillis(5_000));
        assertThat(changes).containsExactly("2026-01-05T12:00:00Z", "2026-01-05T12:00:00Z complete");
        tick(USD_JPY, NOON.plusSeconds(60), "150", "151");

        assertThat(candles(EUR_USD, Granularity.M1).getFirst().complete()).isTrue();
        assertThat(candles(EUR_USD, Granularity.M5).getFirst().complete()).isFalse();
    }

    @Test
    void goesByTheTimeOfTheFileInAReplay() {
        Instant then = Instant.parse("2014-05-02T12:30:00Z");
        replayed(EUR_USD, NOON, then);
        book.beat(NOON.plusSeconds(100));

        assertThat(candles(EUR_USD, Granularity.S5)).singleElement().satisfies(candle -> {
            assertThat(candle.time()).isEqualTo(then);
            assertThat(candle.complete()).isFalse();
        });
    }

    /** The first that an instance hears may be a beat, whose time is not that of the replay's candles. */
    @Test
    void completesNothingBeforeItKnowsWhoseTimeItIs() {
        replayed(EUR_USD, NOON, Instant.parse("2014-05-02T12:30:00Z"));
        CandleBook late = newBook();
        topic.values().forEach(late::load);
        late.beat(NOON);

        assertThat(candles(late, EUR_USD, Granularity.D)).noneMatch(Candle::complete);
    }

    @Test
    void beginsAnewWithAReplayThatIsPlayedAgain() {
        Instant then = Instant.parse("2014-05-02T12:30:00Z");
        tick(EUR_USD, NOON, "1.1", "1.2");
        replayed(EUR_USD, NOON, then);
        replayed(EUR_USD, NOON, then.plusSeconds(10));
        replayed(EUR_USD, NOON, then);

        assertThat(candles(EUR_USD, Granularity.S5)).extracting(Candle::time).containsExactly(then);
        assertThat(topic.keySet()).extracting(CandleKey::open).doesNotContain(NOON, then.plusSeconds(10));
    }

    /** It reads the quotes from some time back, and those are no new beginning of the replay. */
    @Test
    void aLateInstanceOfAReplayKeepsWhatIsOnTheBus() {
        List<Quote> quotes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            quotes.add(
                    quote(EUR_USD, NOON, Instant.parse("2014-05-02T12:30:00Z").plusSeconds(i), "1.1", "1.2"));
        }
        for (Quote quote : quotes) {
            hearAndFold(quote);
        }
        CandleBook late = newBook();
        List.copyOf(topic.values()).forEach(late::load);
        for (int i = 50; i < 100; i++) {
            late.hear(quotes.get(i));
            late.fold(quotes.get(i), 101L + i);
        }

        for (Granularity granularity : Granularity.values()) {
            assertThat(candles(late, EUR_USD, granularity)).isEqualTo(candles(EUR_USD, granularity));
        }
    }

    @Test
    void countsAQuoteOfAClockThatWasSetBackToTheCandleThatThereIs() {
        tick(EUR_USD, NOON, "1.1", "1.2");
        tick(EUR_USD, NOON.minusSeconds(300), "1.1", "1.2");

        assertThat(candles(EUR_USD, Granularity.S5))
                .singleElement()
                .satisfies(candle -> assertThat(candle.ticks()).isEqualTo(2));
    }

    @Test
    void foldsNoQuoteTwice() {
        tick(EUR_USD, NOON, "1.1", "1.2");
        offset--;
        tick(EUR_USD, NOON, "1.1", "1.2");

        assertThat(candles(EUR_USD, Granularity.M1).getFirst().ticks()).isEqualTo(1);
    }

    /** Whatever moments it begins at, an instance that starts late comes to the same as one that was there all along. */
    @Test
    void aLateInstanceComesToTheSameCandles() {
        SplittableRandom random = new SplittableRandom(11);
        List<Quote> quotes = new ArrayList<>();
        Instant time = NOON;
        for (int i = 0; i < 2_000; i++) {
            time = time.plusMillis(random.nextInt(3_000));
            String bid = "1.1" + (1_000 + random.nextInt(900));
            quotes.add(quote(random.nextBoolean() ? EUR_USD : CurrencyPair.parse("GBP_USD"), time, null, bid, "1.2"));
        }
        CandleBook all = book;
        for (int i = 0; i < quotes.size(); i++) {
            all.fold(quotes.get(i), i);
            if (i % 100 == 57) {
                // What the bus has of it, in any order, and the quotes from some time before on.
                List<CandleRecord> records = new ArrayList<>(topic.values());
                records.sort((a, b) -> Integer.compare(a.hashCode(), b.hashCode()));
                CandleBook late = newBook();
                records.forEach(late::load);
                for (int j = Math.max(0, i - 300); j < i + 40 && j < quotes.size(); j++) {
                    late.fold(quotes.get(j), j);
                }
                CandleBook along = newBook();
                for (int j = 0; j < i + 40 && j < quotes.size(); j++) {
                    along.fold(quotes.get(j), j);
                }
                for (Granularity granularity : Granularity.values()) {
                    assertThat(candles(late, EUR_USD, granularity)).isEqualTo(candles(along, EUR_USD, granularity));
                }
            }
        }
    }

    @Test
    void keepsSoManyAndDropsTheOldest() {
        for (int i = 0; i < Series.BARS_MAX + 10; i++) {
            tick(EUR_USD, NOON.plusSeconds(5L * i), "1.1", "1.2");
        }

        assertThat(candles(EUR_USD, Granularity.S5)).hasSize(Series.BARS_MAX);
        assertThat(topic).doesNotContainKey(new CandleKey(EUR_USD, Granularity.S5, NOON));
    }

    @Test
    void readsItsOwnRecords() {
        tick(USD_JPY, NOON, "150.123", "150.130");
        topic.forEach((key, record) -> {
            assertThat(CandleKey.parse(key.bytes())).isEqualTo(key);
            Instrument instrument = Instruments.get(USD_JPY);
            CandleRecord read = EventJson.read(EventJson.writeBytes(record), CandleRecord.class);
            assertThat(Bar.of(read, instrument).candleRecord(instrument, key.granularity()))
                    .isEqualTo(record);
        });
    }

    private List<Candle> candles(CurrencyPair pair, Granularity granularity) {
        return candles(book, pair, granularity);
    }

    private static List<Candle> candles(CandleBook book, CurrencyPair pair, Granularity granularity) {
        Series series = Objects.requireNonNull(book.find(pair, granularity));
        return series.bars().stream()
                .map(bar -> bar.candle(series.instrument(), granularity))
                .toList();
    }

    private void tick(CurrencyPair pair, Instant time, String bid, String ask) {
        hearAndFold(quote(pair, time, null, bid, ask));
    }

    private void replayed(CurrencyPair pair, Instant time, Instant sourceTime) {
        hearAndFold(quote(pair, time, sourceTime, "1.1", "1.2"));
    }

    private void hearAndFold(Quote quote) {
        book.hear(quote);
        book.fold(quote, ++offset);
    }

    private static Quote quote(CurrencyPair pair, Instant time, @Nullable Instant sourceTime, String bid, String ask) {
        return new Quote(
                pair,
                1,
                1,
                time,
                List.of(new PriceLevel(Price.parse(bid), Units.of(1))),
                List.of(new PriceLevel(Price.parse(ask), Units.of(1))),
                sourceTime);
    }

    private static Candle.Ohlc ohlc(String open, String high, String low, String close) {
        return new Candle.Ohlc(Price.parse(open), Price.parse(high), Price.parse(low), Price.parse(close));
    }
}
