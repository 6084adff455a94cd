package io.tradepath.feed.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.backing.kafka.LocalKafka;
import io.tradepath.events.EventJson;
import io.tradepath.events.QuoteRecord;
import io.tradepath.events.Topics;
import io.tradepath.feed.quotes.QuoteFeed;
import io.tradepath.feed.source.ReplayFile;
import io.tradepath.feed.source.ReplaySource;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.Update;
import io.tradepath.feed.streams.UpdateRing;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Quote;
import io.tradepath.quotes.Freshness;
import io.tradepath.wire.TopicTail;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real Kafka: who publishes, and what readers make of it. */
class QuotePublisherTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final Duration TAKEOVER_MAX = Duration.ofSeconds(15);
    private static final int ROWS = 4_000;
    private static final int ROW_MS = 5;

    /** Its own: the topic of quotes is the service's, and other tests run the service. */
    private static final LocalKafka KAFKA = LocalKafka.startFresh();

    @TempDir
    private Path folder;

    private final Map<String, Object> kafka = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    private final Instant began = Instant.now();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Quote> heard = new CopyOnWriteArrayList<>();

    /** One instance of the service, as far as quotes go. */
    private final class Instance {
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final StreamNames names = new StreamNames(QuoteFeed.destinations());
        private final UpdateRing ring = new UpdateRing(names.size(), 4_096);
        private final QuoteFeed feed = new QuoteFeed(kafka, names, ring, meters);
        private final QuotePublisher publisher;

        Instance(String name) {
            ReplaySource source = new ReplaySource(
                    ReplayFile.read(folder.resolve("ticks.csv")),
                    new ReplaySource.Settings(BigDecimal.ONE, null, false, null),
                    Clock.systemUTC());
            publisher = new QuotePublisher(name, kafka, source, feed, Clock.systemUTC(), meters);
            feed.start();
            publisher.start();
            instances.add(this);
        }

        void close() {
            publisher.close();
            feed.close();
        }
    }

    @BeforeEach
    void writeFile() throws IOException {
        // Another file for each test, so that none goes on where the one before was.
        long begin = began.toEpochMilli();
        StringBuilder rows = new StringBuilder("ts_utc_ms,pair,bid,ask\n");
        for (int row = 0; row < ROWS; row++) {
            // Two ticks at each time, and each price once.
            BigDecimal bid = new BigDecimal("1.10000").add(BigDecimal.valueOf(row, 5));
            rows.append(begin + (row / 2) * 2L * ROW_MS)
                    .append(",EURUSD,")
                    .append(bid.toPlainString())
                    .append(",1.15000\n");
        }
        Files.writeString(folder.resolve("ticks.csv"), rows);
    }

    @AfterAll
    static void stopKafka() {
        KAFKA.close();
    }

    @AfterEach
    void closeAll() {
        instances.forEach(Instance::close);
    }

    @Test
    void oneOfTwoPublishesAndBothReadTheSame() {
        Instance first = new Instance("first");
        Instance second = new Instance("second");
        awaitPublisher();
        await().atMost(TAKEOVER_MAX).until(() -> isFresh(first) && isFresh(second));

        assertThat(first.publisher.isPublishing()).isNotEqualTo(second.publisher.isPublishing());
        assertThat(first.feed.book().epoch()).isEqualTo(second.feed.book().epoch());
    }

    /** Its clients may have been with another instance before: what they had there must not come again as news. */
    @Test
    void anInstanceThatStartsLateDeliversWhatStandsAndNoneOfWhatWasBefore() {
        Instance first = new Instance("first");
        awaitPublisher();
        await().atMost(TAKEOVER_MAX).until(() -> hasSeq(first, 100));
        Quote standing = Objects.requireNonNull(latest(first));
        Instance late = new Instance("late");
        await().atMost(TAKEOVER_MAX).until(() -> late.ring.head() > 0);

        Update begin = Objects.requireNonNull(late.ring.at(0));
        String tail = new String(begin.tail(), StandardCharsets.UTF_8);
        // Who subscribed before there was anything gets its snapshot now.
        assertThat(tail).contains("type:snapshot");
        String seq =
                tail.lines().filter(line -> line.startsWith("seq:")).findFirst().orElseThrow();
        assertThat(Long.parseLong(seq.substring("seq:".length()))).isGreaterThanOrEqualTo(standing.seq());
    }

    @Test
    void anotherTakesOverInAGreaterEpochAndGoesOnWithTheNextTick() {
        TopicTail listener = listen();
        new Instance("first");
        new Instance("second");
        for (int takeover = 0; takeover < 2; takeover++) {
            Instance publisher = awaitPublisher();
            int before = heard.size();
            await().atMost(TAKEOVER_MAX).until(() -> heard.size() > before + 50);
            instances.remove(publisher);
            publisher.close();
            new Instance("another");
        }
        awaitPublisher();
        int before = heard.size();
        await().atMost(TAKEOVER_MAX).until(() -> heard.size() > before + 50);
        listener.close();

        // The price says which row it was: none is missing, and only what was carried over comes twice.
        List<Long> epochs = heard.stream().map(Quote::epoch).distinct().toList();
        assertThat(epochs).hasSize(3).isSorted();
        long expected = 0;
        long epoch = epochs.getFirst();
        for (Quote quote : heard) {
            long row = row(quote);
            boolean carried = quote.epoch() != epoch;
            assertThat(row).as("%s", quote).isEqualTo(carried ? expected - 1 : expected);
            assertThat(quote.seq()).isEqualTo(carried ? 1 : quote.seq());
            expected = row + 1;
            epoch = quote.epoch();
        }
    }

    /** A publisher that was thought dead goes on writing in its old epoch: no reader believes it. */
    @Test
    void whatAZombieWritesIsDropped() throws ExecutionException, InterruptedException {
        Instance instance = new Instance("first");
        awaitPublisher();
        await().atMost(TAKEOVER_MAX).until(() -> isFresh(instance));
        Quote zombies = new Quote(
                EUR_USD,
                0,
                1_000_000,
                Instant.now(),
                Objects.requireNonNull(latest(instance)).bids(),
                Objects.requireNonNull(latest(instance)).asks(),
                null);
        long first = instance.feed.book().epoch();
        write(QuoteRecord.CLAIM_KEY, new QuoteRecord.Claim("usurper", Instant.now()));
        // It holds the partition, so it claims again.
        await().atMost(TAKEOVER_MAX)
                .until(() -> instance.feed.book().epoch() > first + 1
                        && instance.publisher.isPublishing()
                        && Objects.requireNonNull(latest(instance)).epoch()
                                == instance.feed.book().epoch());
        write(EUR_USD.toString(), new QuoteRecord.Quoted(zombies, false));
        long end = write(QuoteRecord.BEAT_KEY, new QuoteRecord.Beat(0, Instant.now()));
        await().until(() -> instance.feed.readTo() > end);

        assertThat(Objects.requireNonNull(latest(instance)).epoch()).isGreaterThan(first);
        assertThat(Objects.requireNonNull(latest(instance)).seq()).isLessThan(1_000_000);
        assertThat(instance.feed.book().freshness(EUR_USD)).isEqualTo(Freshness.FRESH);
    }

    @Test
    void repeatsWhatStandsSoThatALateReaderKnowsIt() throws IOException {
        Files.writeString(
                folder.resolve("ticks.csv"), "ts_utc_ms,pair,bid,ask\n" + began.toEpochMilli() + ",EURUSD,1.1,1.2\n");
        List<QuoteRecord.Quoted> repeats = new CopyOnWriteArrayList<>();
        new Instance("first");
        awaitPublisher();
        TopicTail late = new TopicTail(
                "late",
                kafka,
                Topics.QUOTES,
                TopicTail.From.beginning(),
                (records, _) -> records.forEach(record -> {
                    if (EventJson.read(record.value(), QuoteRecord.class) instanceof QuoteRecord.Quoted quoted
                            && quoted.repeat()
                            && !quoted.quote().time().isBefore(began)) {
                        repeats.add(quoted);
                    }
                }),
                new SimpleMeterRegistry());
        late.start();
        await().atMost(Duration.ofSeconds(12)).until(() -> repeats.size() >= 2);
        late.close();

        assertThat(repeats).extracting(repeat -> repeat.quote().seq()).containsOnly(1L);
    }

    private Instance awaitPublisher() {
        return await().atMost(TAKEOVER_MAX)
                .until(
                        () -> instances.stream()
                                .filter(instance -> instance.publisher.isPublishing())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean isFresh(Instance instance) {
        return instance.feed.book().freshness(EUR_USD) == Freshness.FRESH;
    }

    private static boolean hasSeq(Instance instance, long seq) {
        Quote quote = latest(instance);
        return quote != null && quote.seq() >= seq;
    }

    private static @Nullable Quote latest(Instance instance) {
        return instance.feed.book().latest(EUR_USD);
    }

    private TopicTail listen() {
        TopicTail tail = new TopicTail(
                "listener",
                kafka,
                Topics.QUOTES,
                TopicTail.From.beginning(),
                (records, _) -> records.forEach(record -> {
                    if (EventJson.read(record.value(), QuoteRecord.class) instanceof QuoteRecord.Quoted quoted
                            && !quoted.repeat()
                            && !quoted.quote().time().isBefore(began)) {
                        heard.add(quoted.quote());
                    }
                }),
                new SimpleMeterRegistry());
        tail.start();
        return tail;
    }

    private static long row(Quote quote) {
        return quote.bid()
                .value()
                .subtract(new BigDecimal("1.10000"))
                .movePointRight(5)
                .longValueExact();
    }

    private long write(String key, QuoteRecord value) throws ExecutionException, InterruptedException {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                KAFKA.bootstrapServers(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            return producer.send(new ProducerRecord<>(
                            Topics.QUOTES.name(), key.getBytes(StandardCharsets.UTF_8), EventJson.writeBytes(value)))
                    .get()
                    .offset();
        }
    }
}
