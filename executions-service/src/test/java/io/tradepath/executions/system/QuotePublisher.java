package io.tradepath.executions.system;

import io.tradepath.events.EventJson;
import io.tradepath.events.QuoteRecord;
import io.tradepath.events.Topics;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes quotes as the feed does: claims, then quotes when it is told to and beats by itself. */
final class QuotePublisher implements AutoCloseable {
    private static final Duration BEAT_EVERY = Duration.ofMillis(300);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread beats = Thread.ofVirtual().unstarted(this::beat);
    private volatile boolean closed;
    private final Map<CurrencyPair, Quote> latest = new ConcurrentHashMap<>();
    private final long epoch;
    private volatile boolean silent;

    QuotePublisher(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        epoch = send(QuoteRecord.CLAIM_KEY, new QuoteRecord.Claim("test", now()));
        beats.start();
    }

    /** One level of ten million on each side. */
    Quote quote(String pair, String bid, String ask) {
        return quote(pair, new String[] {bid}, new String[] {ask}, 10_000_000);
    }

    /** Levels of the same liquidity each, best first. */
    Quote quote(String pair, String[] bids, String[] asks, long liquidity) {
        CurrencyPair instrument = CurrencyPair.parse(pair);
        Quote before = latest.get(instrument);
        Quote quote = new Quote(
                instrument,
                epoch,
                before == null ? 1 : before.seq() + 1,
                now(),
                levels(bids, liquidity),
                levels(asks, liquidity),
                null);
        latest.put(instrument, quote);
        send(pair, new QuoteRecord.Quoted(quote, false));
        return quote;
    }

    /** Stops beating, as a publisher that died; false lets it go on. */
    void setSilent(boolean isSilent) {
        silent = isSilent;
    }

    private static List<PriceLevel> levels(String[] prices, long liquidity) {
        return IntStream.range(0, prices.length)
                .mapToObj(i -> new PriceLevel(new Price(new BigDecimal(prices[i])), Units.of(liquidity)))
                .toList();
    }

    private void beat() {
        while (!closed) {
            if (!silent) {
                send(QuoteRecord.BEAT_KEY, new QuoteRecord.Beat(epoch, now()));
            }
            LockSupport.parkNanos(BEAT_EVERY.toNanos());
        }
    }

    private long send(String key, QuoteRecord record) {
        try {
            return producer.send(new ProducerRecord<>(
                            Topics.QUOTES.name(), key.getBytes(StandardCharsets.UTF_8), EventJson.writeBytes(record)))
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        closed = true;
        producer.close();
    }
}
