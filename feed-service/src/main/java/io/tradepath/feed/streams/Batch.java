package io.tradepath.feed.streams;

import java.nio.ByteBuffer;

/**
 * What a reader gets next of its public streams.
 *
 * @param from the reader's position that this is for
 * @param to its position afterwards
 * @param messages whole WebSocket messages of whole STOMP frames; to be duplicated before they are read
 * @param updates delivered
 * @param conflated updates passed over
 * @param oldestNanos when the oldest of the updates came from the bus; meaningless without updates
 * @param ordinals by subscription, the ordinal of the last update that was delivered or passed over
 * @param conflating true where more of the latest is due than went into this batch: the reader goes on with that
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Batch(
        long from,
        long to,
        ByteBuffer messages,
        int updates,
        long conflated,
        long oldestNanos,
        long[] ordinals,
        boolean conflating) {}
