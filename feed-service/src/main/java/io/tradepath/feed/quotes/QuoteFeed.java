package io.tradepath.feed.quotes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.EventJson;
import io.tradepath.events.QuoteRecord;
import io.tradepath.events.Topics;
import io.tradepath.feed.stomp.ServerFrames;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Quote;
import io.tradepath.quotes.QuoteBook;
import io.tradepath.wire.TopicTail;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Reads {@code quotes} for this instance: into the book, and encoded into the ring from when it first is at the end.
 *
 * <p>What is public may be called from any thread.
 */
public final class QuoteFeed implements AutoCloseable {
    /** A new reader begins this far back: the longest time after which a publisher goes on where another was. */
    public static final Duration BACK = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(QuoteFeed.class);
    private static final String UPDATE = "update";
    private static final String SNAPSHOT = "snapshot";

    private final TopicTail tail;
    private final QuoteBook book;
    private final StreamNames streams;
    private final UpdateRing ring;
    private final Counter unreadable;
    private final AtomicLong readTo = new AtomicLong();
    private final Map<CurrencyPair, Long> changedNanos = new ConcurrentHashMap<>();
    private volatile @Nullable Played played;

    /** Whether what was there at the start has been read; written by the tail's thread alone. */
    private volatile boolean loaded;

    /**
     * The last quote that had a place in its source.
     *
     * @param time when it was published
     */
    public record Played(String position, Instant time) {}

    /**
     * Makes a feed; it reads from {@link #start} on.
     */
    public QuoteFeed(Map<String, Object> kafka, StreamNames streams, UpdateRing ring, MeterRegistry meters) {
        this.streams = streams;
        this.ring = ring;
        this.unreadable = Counter.builder("tradepath.feed.quotes.unreadable")
                .description("Records on the topic of quotes that are none")
                .register(meters);
        this.tail = new TopicTail("quotes", kafka, Topics.QUOTES, TopicTail.From.ago(BACK), this::take, meters);
        this.book = new QuoteBook(System::nanoTime, tail::isLive);
    }

    public void start() {
        tail.start();
    }

    @Override
    public void close() {
        tail.close();
    }

    public QuoteBook book() {
        return book;
    }

    /** False while an instance that starts still reads what was there before it: its quotes may be minutes old. */
    public boolean isLoaded() {
        return loaded;
    }

    /** The destinations of all instruments' quotes. */
    public static List<String> destinations() {
        return Instruments.all().stream()
                .map(instrument -> destination(instrument.pair()))
                .toList();
    }

    static String destination(CurrencyPair pair) {
        return "/topic/quotes." + pair;
    }

    /** The offset behind the last record taken in. */
    public long readTo() {
        return readTo.get();
    }

    /** For how long a pair's price has stood; for ever where it was never quoted. */
    public Duration unchanged(CurrencyPair pair) {
        Long changed = changedNanos.get(pair);
        return changed == null ? ChronoUnit.FOREVER.getDuration() : Duration.ofNanos(System.nanoTime() - changed);
    }

    public @Nullable Played played() {
        return played;
    }

    private void take(List<ConsumerRecord<byte[], byte[]>> records, boolean live) {
        long now = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            take(record, live, now);
            readTo.set(record.offset() + 1);
        }
        if (live && !loaded) {
            // What was read on the way here is history: no session of this instance has been told any of it.
            loaded = true;
            book.latest().values().forEach(quote -> publish(quote, now, SNAPSHOT));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, boolean live, long now) {
        QuoteRecord value;
        try {
            value = EventJson.read(record.value(), QuoteRecord.class);
        } catch (JacksonException | IllegalArgumentException wrong) {
            unreadable.increment();
            LOG.warn("The record at offset {} of quotes is passed over: {}", record.offset(), wrong.toString());
            return;
        }
        Quote before = value instanceof QuoteRecord.Quoted quoted
                ? book.latest(quoted.quote().instrument())
                : null;
        QuoteBook.Accepted accepted = book.accept(record.offset(), value, live);
        if (accepted == QuoteBook.Accepted.NEW_QUOTE && value instanceof QuoteRecord.Quoted quoted) {
            String position = QuoteHeaders.position(record.headers());
            if (position != null) {
                played = new Played(position, Instant.ofEpochMilli(record.timestamp()));
            }
            if (before == null || isChanged(before, quoted.quote())) {
                changedNanos.put(quoted.quote().instrument(), now);
            }
            if (loaded) {
                publish(quoted.quote(), now, UPDATE);
            }
        }
    }

    private static boolean isChanged(Quote before, Quote after) {
        return !before.bid().equals(after.bid()) || !before.ask().equals(after.ask());
    }

    private void publish(Quote quote, long now, String type) {
        String destination = destination(quote.instrument());
        Integer stream = streams.find(destination);
        if (stream == null) {
            // Of a later release, with an instrument that this one does not know.
            return;
        }
        byte[] body = EventJson.writeBytes(quote);
        ring.publish(
                stream,
                now,
                false,
                tail(destination, quote, type, body),
                () -> tail(destination, quote, SNAPSHOT, body));
    }

    private static byte[] tail(String destination, Quote quote, String type, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("epoch", Long.toString(quote.epoch()));
        headers.put("seq", Long.toString(quote.seq()));
        headers.put("type", type);
        String id = quote.instrument() + "-" + quote.epoch() + "-" + quote.seq();
        return ServerFrames.tail(destination, id, headers, body);
    }
}
