package io.tradepath.feed.publisher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.QuoteRecord;
import io.tradepath.events.Topics;
import io.tradepath.feed.quotes.QuoteFeed;
import io.tradepath.feed.source.QuoteSource;
import io.tradepath.feed.source.Tick;
import io.tradepath.feed.source.TickFilter;
import io.tradepath.quotes.QuoteBook;
import io.tradepath.wire.ConsumerThread;
import io.tradepath.wire.TopicSetup;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands for election as long as it runs, and publishes while it is elected. One thread does it all. */
public final class QuotePublisher implements AutoCloseable {
    /** Has no records: whoever owns its partition is the publisher. */
    static final Topics.Topic ELECTION = new Topics.Topic("quotes-publisher", 1, Map.of("cleanup.policy", "delete"));

    private static final Logger LOG = LoggerFactory.getLogger(QuotePublisher.class);
    private static final String GROUP = "quotes-publisher";
    private static final Duration BEAT_EACH = Duration.ofSeconds(1);
    /** A publisher that was held up for this long may have been replaced, and its source's time has moved on. */
    private static final Duration HELD_UP = Duration.ofSeconds(2);
    /** How long an elected publisher waits to have read the bus up to its own claim. */
    private static final Duration READ_UP_MAX = Duration.ofSeconds(10);

    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final Duration POLL_MAX = Duration.ofMillis(100);
    /** Ticks in a row before the election is looked at again. */
    private static final int TICKS_AT_ONCE = 200;

    private final String name;
    private final Map<String, Object> kafka;
    private final QuoteSource source;
    private final QuoteBook book;
    private final QuoteFeed feed;
    private final Clock clock;
    private final Map<TickFilter.Verdict, Counter> dropped = new HashMap<>();
    private final ConsumerThread thread;
    private volatile boolean publishing;

    // Touched by the thread alone.
    private boolean elected;
    private @Nullable Term term;

    /** What there is while publishing. */
    private final class Term implements AutoCloseable {
        private final QuoteProducer producer = new QuoteProducer(kafka);
        private final TickFilter filter = new TickFilter(TickFilter.Limits.STANDARD);
        private final long epoch;
        private final QuoteSequencer sequencer;
        private long beatDueNanos;
        private long lookedNanos;

        Term() throws ExecutionException, InterruptedException, TimeoutException {
            try {
                epoch = producer.claim(new QuoteRecord.Claim(name, clock.instant()));
                awaitReadUp(epoch);
            } catch (ExecutionException | InterruptedException | TimeoutException | RuntimeException failure) {
                producer.close();
                throw failure;
            }
            lookedNanos = System.nanoTime();
            beatDueNanos = lookedNanos;
            sequencer = new QuoteSequencer(epoch, lookedNanos);
            for (Tick tick : source.begin(before(), lookedNanos)) {
                publish(tick);
            }
            LOG.info("Publishing quotes in epoch {}", epoch);
        }

        /** Publishes what is due; false where this term is over. */
        boolean goOn() {
            long now = System.nanoTime();
            boolean heldUp = now - lookedNanos > HELD_UP.toNanos();
            lookedNanos = now;
            if (heldUp || producer.isCutOff() || book.epoch() > epoch) {
                LOG.warn(
                        "Stops publishing in epoch {}: {}",
                        epoch,
                        heldUp ? "was held up" : producer.isCutOff() ? "is cut off from Kafka" : "was replaced");
                return false;
            }
            if (beatDueNanos - now <= 0) {
                beatDueNanos = now + BEAT_EACH.toNanos();
                producer.beat(new QuoteRecord.Beat(epoch, clock.instant()));
            }
            for (int i = 0; i < TICKS_AT_ONCE; i++) {
                Tick tick = source.poll(now);
                if (tick == null) {
                    break;
                }
                publish(tick);
            }
            QuoteRecord.Quoted repeat = sequencer.repeat(now);
            if (repeat != null) {
                producer.quote(repeat, null, false);
            }
            return true;
        }

        private void publish(Tick tick) {
            TickFilter.Verdict verdict = filter.judge(tick);
            if (verdict == TickFilter.Verdict.PASSED) {
                producer.quote(sequencer.quoted(tick, clock.instant()), tick.position(), tick.carried());
            } else {
                Counter counter = dropped.get(verdict);
                if (counter != null) {
                    counter.increment();
                }
            }
        }

        Duration idle() {
            long now = System.nanoTime();
            long next = Math.min(source.nanosToNext(now), sequencer.nanosToRepeat(now));
            next = Math.min(next, Math.max(0, beatDueNanos - now));
            return Duration.ofNanos(Math.min(next, POLL_MAX.toNanos()));
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    /**
     * Makes a publisher; it stands for election from {@link #start} on.
     *
     * @param name of this instance, in its claims
     */
    public QuotePublisher(
            String name,
            Map<String, Object> kafka,
            QuoteSource source,
            QuoteFeed feed,
            Clock clock,
            MeterRegistry meters) {
        this.name = name;
        this.kafka = Map.copyOf(kafka);
        this.source = source;
        this.feed = feed;
        this.book = feed.book();
        this.clock = clock;
        this.thread = new ConsumerThread("quote-publisher", this::run);
        Gauge.builder("tradepath.feed.publishing", this, publisher -> publisher.publishing ? 1 : 0)
                .description("1 where this instance publishes the quotes")
                .register(meters);
        for (TickFilter.Verdict verdict : TickFilter.Verdict.values()) {
            if (verdict != TickFilter.Verdict.PASSED) {
                dropped.put(
                        verdict,
                        Counter.builder("tradepath.feed.ticks.dropped")
                                .description("Ticks of the source that may not be traded on")
                                .tag("reason", verdict.name())
                                .register(meters));
            }
        }
    }

    public void start() {
        thread.start();
    }

    /** True while this instance publishes. */
    public boolean isPublishing() {
        return publishing;
    }

    /** Gives the election up at once, so that another need not wait for a time-out. */
    @Override
    public void close() {
        thread.close();
    }

    private void run() {
        while (!thread.isClosing()) {
            try {
                TopicSetup.create(kafka, List.of(Topics.QUOTES, Topics.CANDLES, ELECTION));
                standForElection();
            } catch (InterruptException | InterruptedException closed) {
                // Ends the loop.
            } catch (Exception failure) {
                LOG.warn("The publisher begins anew: {}", failure.toString());
                thread.awaitClosing(BACK_OFF);
            }
        }
    }

    private void standForElection() throws Exception {
        elected = false;
        try {
            thread.read(config(), this::stand);
        } finally {
            endTerm();
        }
    }

    private void stand(KafkaConsumer<byte[], byte[]> opened)
            throws ExecutionException, InterruptedException, TimeoutException {
        opened.subscribe(List.of(ELECTION.name()), new Election());
        while (!thread.isClosing()) {
            Term current = term;
            opened.poll(current == null ? POLL_MAX : current.idle());
            if (elected && term == null) {
                term = new Term();
                publishing = true;
            }
            current = term;
            if (current != null && !current.goOn()) {
                endTerm();
            }
        }
    }

    private void endTerm() {
        publishing = false;
        Term ending = term;
        term = null;
        if (ending != null) {
            ending.close();
        }
    }

    private final class Election implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            elected |= !partitions.isEmpty();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                elected = false;
                endTerm();
            }
        }
    }

    /** What was published before is known when this instance has read the bus up to its own claim. */
    private void awaitReadUp(long epoch) throws TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + READ_UP_MAX.toNanos();
        while (feed.readTo() <= epoch) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("the claim at offset %d has not come back".formatted(epoch));
            }
            if (thread.awaitClosing(Duration.ofMillis(5))) {
                throw new InterruptedException();
            }
        }
    }

    private QuoteSource.Before before() {
        QuoteFeed.Played played = feed.played();
        return new QuoteSource.Before(
                book.latest(), played == null ? null : played.position(), played == null ? null : played.time());
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 15_000);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return config;
    }
}
