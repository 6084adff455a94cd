package io.tradepath.executions.account;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.EventJson;
import io.tradepath.events.Topics;
import io.tradepath.executions.bus.Bus;
import io.tradepath.executions.lifecycle.Phased;
import io.tradepath.executions.lifecycle.Phases;
import io.tradepath.wire.TopicTail;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who owns which account, in memory, from the topic {@code accounts}. An account's owner never changes. */
@Component
class Owners extends Phased {
    private static final Logger LOG = LoggerFactory.getLogger(Owners.class);

    private final Map<AccountId, String> owners = new ConcurrentHashMap<>();
    private final TopicTail tail;

    Owners(Bus bus, MeterRegistry meters) {
        super(Phases.CONSUMERS);
        this.tail = new TopicTail(
                "accounts", bus.kafka(), Topics.ACCOUNTS, TopicTail.From.beginning(), this::accept, meters);
    }

    /** Null where this instance has not heard of the account, yet. */
    @Nullable
    String ownerOf(AccountId account) {
        return owners.get(account);
    }

    private void accept(List<ConsumerRecord<byte[], byte[]>> records, boolean live) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                AccountState state = EventJson.read(record.value(), AccountState.class);
                owners.put(state.accountId(), state.owner());
            } catch (RuntimeException unreadable) {
                LOG.error("Record {} of {} cannot be read, passed over", record.offset(), record.topic(), unreadable);
            }
        }
    }

    @Override
    protected void begin() {
        tail.start();
    }

    @Override
    protected void end() {
        tail.close();
    }
}
