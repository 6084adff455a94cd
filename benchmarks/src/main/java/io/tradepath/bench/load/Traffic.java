package io.tradepath.bench.load;

import io.netty.buffer.ByteBuf;

/** What a load sends, and what it takes for an answer. Called on the load's one thread. */
public interface Traffic {
    /** The next request, which the load releases. */
    ByteBuf next();

    /** True where {@code received}, all that has come since the request, is the whole answer. */
    boolean isWhole(ByteBuf received);

    /**
     * Looks at a whole answer.
     *
     * @throws IllegalStateException where it is one that spoils the measurement, which ends it
     */
    void answered(ByteBuf answer);
}
