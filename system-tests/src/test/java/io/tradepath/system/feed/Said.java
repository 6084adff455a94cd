package io.tradepath.system.feed;

import tools.jackson.databind.JsonNode;

/** What a client that uses a STOMP library has to tell. */
sealed interface Said {
    /** The n-th connection, counted from 1, has had its CONNECTED. */
    record Connected(int connection) implements Said {}

    /** The socket is gone, and the client did not want it to be. */
    record Lost(String why) implements Said {}

    /** A heartbeat by STOMP, of the server or of the library. */
    record Heartbeat(boolean byServer) implements Said {}

    /**
     * A MESSAGE.
     *
     * @param connection that it came by
     * @param epoch 0 where the stream has none
     * @param conflated updates that were passed over before it
     */
    record Message(int connection, String destination, String type, long epoch, long seq, long conflated, JsonNode body)
            implements Said {}
}
