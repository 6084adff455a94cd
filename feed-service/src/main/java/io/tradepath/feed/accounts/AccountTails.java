package io.tradepath.feed.accounts;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.AccountState;
import io.tradepath.events.EventJson;
import io.tradepath.events.SequencedEvent;
import io.tradepath.events.Topics;
import io.tradepath.wire.TopicTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Reads the topics of accounts and their events for this instance, and keeps owners and streams up to date. */
public final class AccountTails implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountTails.class);

    private final List<TopicTail> tails = new ArrayList<>();
    private final Counter unreadable;
    private volatile boolean caughtUp;

    public AccountTails(Map<String, Object> kafka, AccountOwners owners, AccountStreams streams, MeterRegistry meters) {
        this.unreadable = Counter.builder("tradepath.feed.events.unreadable")
                .description("Records on the topics of accounts that are none")
                .register(meters);
        tails.add(new TopicTail(
                "accounts",
                kafka,
                Topics.ACCOUNTS,
                TopicTail.From.beginning(),
                (records, _) -> each(records, record -> {
                    if (record.value() != null) {
                        owners.accept(EventJson.read(record.value(), AccountState.class));
                    }
                }),
                meters));
        for (EventSource source : EventSource.values()) {
            tails.add(new TopicTail(
                    source.topic().name(),
                    kafka,
                    source.topic(),
                    TopicTail.From.ago(AccountStreams.KEPT),
                    (records, _) -> each(records, record -> {
                        SequencedEvent event = EventJson.read(record.value(), source.type());
                        streams.append(source, event.accountId(), event.seq(), record.value(), System.nanoTime());
                    }),
                    meters));
        }
    }

    private void each(List<ConsumerRecord<byte[], byte[]>> records, Consumer<ConsumerRecord<byte[], byte[]>> take) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                take.accept(record);
            } catch (JacksonException | IllegalArgumentException wrong) {
                unreadable.increment();
                LOG.warn(
                        "The record at {}-{}@{} is passed over: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        wrong.toString());
            }
        }
    }

    public void start() {
        tails.forEach(TopicTail::start);
    }

    /** True once each of the topics has been read to its end; it stays true while one of them falls behind. */
    public boolean isCaughtUp() {
        if (!caughtUp) {
            caughtUp = tails.stream().allMatch(TopicTail::isLive);
        }
        return caughtUp;
    }

    @Override
    public void close() {
        tails.forEach(TopicTail::close);
    }
}
