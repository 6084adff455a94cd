package io.tradepath.feed.candles;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.Candle;
import io.tradepath.events.CandleRecord;
import io.tradepath.events.EventJson;
import io.tradepath.events.Granularity;
import io.tradepath.events.QuoteRecord;
import io.tradepath.events.Topics;
import io.tradepath.feed.quotes.QuoteFeed;
import io.tradepath.feed.quotes.QuoteHeaders;
import io.tradepath.feed.stomp.ServerFrames;
import io.tradepath.feed.streams.StreamInterest;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.quotes.QuoteBook;
import io.tradepath.wire.TopicTail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The candles of this instance: read from the bus, kept up with the quotes, given to sessions, and, where this instance
 * publishes, written back.
 *
 * <p>Its lock guards the book and the order in which bars go into the ring.
 */
public final class CandleFeed implements StreamInterest, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CandleFeed.class);
    private static final Duration WRITE_EACH = Duration.ofSeconds(1);
    private static final Duration START_POLL = Duration.ofMillis(50);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final StreamNames streams;
    private final UpdateRing ring;
    private final BooleanSupplier publishing;
    private final Map<String, Object> kafka;
    private final TopicTail candles;
    private final TopicTail quotes;
    private final QuoteBook order;
    private final Thread writer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<CandleKey, Unwritten> unwritten = new LinkedHashMap<>();
    private final Map<Integer, Integer> interest = new HashMap<>();
    private final CandleBook book;
    private volatile boolean loaded;

    /** A bar that the bus does not have as it is here; null is one to be forgotten. */
    private record Unwritten(
            @Nullable Series series, @Nullable Bar bar) {}

    /**
     * Makes a feed; it reads from {@link #start} on.
     *
     * @param publishing true while this instance publishes quotes, and so writes candles
     */
    public CandleFeed(
            Map<String, Object> kafka,
            StreamNames streams,
            UpdateRing ring,
            BooleanSupplier publishing,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.streams = streams;
        this.ring = ring;
        this.publishing = publishing;
        this.book = new CandleBook(new CandleBook.Changes() {
            @Override
            public void changed(Series series, Bar bar) {
                unwritten.put(CandleKey.of(series, bar), new Unwritten(series, bar));
                publish(series, bar);
            }

            @Override
            public void dropped(Series series, Bar bar) {
                unwritten.put(CandleKey.of(series, bar), new Unwritten(null, null));
            }
        });
        this.candles = new TopicTail(
                "candles", kafka, Topics.CANDLES, TopicTail.From.beginning(), (records, _) -> load(records), meters);
        this.quotes = new TopicTail(
                "candle-quotes", kafka, Topics.QUOTES, TopicTail.From.ago(QuoteFeed.BACK), this::fold, meters);
        this.order = new QuoteBook(System::nanoTime, quotes::isLive);
        this.writer = Thread.ofPlatform().name("candle-writer").daemon().unstarted(this::write);
    }

    /** The destinations of all candles. */
    public static List<String> destinations() {
        List<String> destinations = new ArrayList<>();
        for (Instrument instrument : Instruments.all()) {
            for (Granularity granularity : Granularity.values()) {
                destinations.add(destination(instrument.pair(), granularity));
            }
        }
        return destinations;
    }

    private static String destination(CurrencyPair pair, Granularity granularity) {
        return "/topic/candles." + pair + "." + granularity;
    }

    public void start() {
        candles.start();
        writer.start();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        quotes.close();
        candles.close();
    }

    /** True once the candles that others have made are read. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Of a series those that begin in [from, to), oldest first; with {@code latest} no more than the last so many. */
    public synchronized List<Candle> candles(
            CurrencyPair pair, Granularity granularity, Instant from, Instant to, int latest) {
        Series series = book.find(pair, granularity);
        if (series == null) {
            return List.of();
        }
        List<Bar> bars = series.bars().stream()
                .filter(bar -> bar.openMs() >= from.toEpochMilli() && bar.openMs() < to.toEpochMilli())
                .toList();
        return bars.subList(Math.max(0, bars.size() - latest), bars.size()).stream()
                .map(bar -> bar.candle(series.instrument(), granularity))
                .toList();
    }

    private synchronized void load(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                load(record);
            } catch (JacksonException | IllegalArgumentException | ArithmeticException wrong) {
                LOG.warn("The record at offset {} of candles is passed over: {}", record.offset(), wrong.toString());
            }
        }
    }

    private void load(ConsumerRecord<byte[], byte[]> record) {
        CandleKey key = CandleKey.parse(record.key());
        Series series = book.find(key.instrument(), key.granularity());
        if (record.value() != null) {
            load(key, EventJson.read(record.value(), CandleRecord.class), series);
            return;
        }
        Unwritten mine = unwritten.get(key);
        if (mine != null && mine.bar() == null) {
            unwritten.remove(key);
        }
        if (!loaded && series != null) {
            // Later on a bar of the same time may be another one: what is here goes by the quotes.
            series.remove(key.open());
        }
    }

    /**
     * A record that goes less far than the bar that is here may have come from a publisher that had been replaced, over
     * the bar as it was written before: whoever publishes then writes it again.
     */
    private void load(CandleKey key, CandleRecord record, @Nullable Series series) {
        if (book.load(record)) {
            unwritten.remove(key);
        } else if (series != null) {
            Bar bar = series.find(key.open());
            if (bar != null) {
                unwritten.putIfAbsent(key, new Unwritten(series, bar));
            }
        }
    }

    private synchronized void fold(List<ConsumerRecord<byte[], byte[]>> records, boolean live) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                fold(record, EventJson.read(record.value(), QuoteRecord.class), live);
            } catch (JacksonException | IllegalArgumentException | ArithmeticException wrong) {
                LOG.warn("The record at offset {} of quotes makes no candle: {}", record.offset(), wrong.toString());
            }
        }
    }

    private void fold(ConsumerRecord<byte[], byte[]> record, QuoteRecord value, boolean live) {
        QuoteBook.Accepted accepted = order.accept(record.offset(), value, live);
        if (accepted == QuoteBook.Accepted.BEAT && value instanceof QuoteRecord.Beat beat) {
            book.beat(beat.time());
        }
        if (accepted != QuoteBook.Accepted.DROPPED && value instanceof QuoteRecord.Quoted quoted) {
            book.hear(quoted.quote());
        }
        boolean tick = accepted == QuoteBook.Accepted.NEW_QUOTE && !QuoteHeaders.isCarried(record.headers());
        if (tick && value instanceof QuoteRecord.Quoted quoted && !quoted.repeat()) {
            book.fold(quoted.quote(), record.offset());
        }
    }

    // Sessions.

    @Override
    public synchronized void subscribed(int stream) {
        boolean first = interest.merge(stream, 1, Integer::sum) == 1;
        Series series = first ? series(stream) : null;
        Bar last = series == null ? null : series.last();
        if (series != null && last != null) {
            publish(series, last);
        }
    }

    @Override
    public synchronized void unsubscribed(int stream) {
        interest.computeIfPresent(stream, (_, count) -> count == 1 ? null : count - 1);
    }

    private @Nullable Series series(int stream) {
        String[] parts = streams.destination(stream).split("\\.", -1);
        return parts.length == 3 ? book.find(CurrencyPair.parse(parts[1]), Granularity.valueOf(parts[2])) : null;
    }

    private void publish(Series series, Bar bar) {
        String destination = destination(series.instrument().pair(), series.granularity());
        Integer stream = streams.find(destination);
        if (stream == null || !interest.containsKey(stream)) {
            return;
        }
        byte[] body = EventJson.writeBytes(bar.candle(series.instrument(), series.granularity()));
        QuotePlace last = bar.last();
        String id = destination + "-" + last.offset() + (bar.isComplete() ? "-complete" : "");
        ring.publish(
                stream,
                System.nanoTime(),
                bar.isComplete(),
                tail(destination, id, last, "update", body),
                () -> tail(destination, id, last, "snapshot", body));
    }

    private static byte[] tail(String destination, String id, QuotePlace last, String type, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("epoch", Long.toString(last.epoch()));
        headers.put("seq", Long.toString(last.seq()));
        headers.put("type", type);
        return ServerFrames.tail(destination, id, headers, body);
    }

    // The bus.

    private void write() {
        CandleProducer producer = null;
        try {
            while (!closing.await(loaded ? WRITE_EACH.toMillis() : START_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!loaded && candles.isLive()) {
                    // Only now: quotes are folded into what others have come to.
                    loaded = true;
                    quotes.start();
                }
                if (publishing.getAsBoolean()) {
                    producer = producer == null ? new CandleProducer(kafka) : producer;
                    producer.write(unwritten());
                } else if (producer != null) {
                    producer.close();
                    producer = null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (producer != null) {
                producer.close();
            }
        }
    }

    private synchronized Map<CandleKey, @Nullable CandleRecord> unwritten() {
        Map<CandleKey, @Nullable CandleRecord> records = new LinkedHashMap<>();
        unwritten.forEach((key, each) -> {
            Series series = each.series();
            Bar bar = each.bar();
            records.put(
                    key,
                    series == null || bar == null ? null : bar.candleRecord(series.instrument(), series.granularity()));
        });
        return records;
    }
}
