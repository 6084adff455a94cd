package io.tradepath.wire;

import io.tradepath.events.SequencedEvent;
import org.jspecify.annotations.Nullable;

/**
 * A record of an account's topic, as it came or as it was held.
 *
 * @param event absent where the payload could not be read
 */
// The array is the record's payload as Kafka's client handed it over; nobody writes to it.
@SuppressWarnings("ArrayRecordComponent")
record Received<E extends SequencedEvent>(
        int partition,
        long offset,
        byte[] payload,
        @Nullable E event) {}
