package io.tradepath.feed.session;

import java.nio.ByteBuffer;

/** A WebSocket, as a session sees it. None of the methods waits. */
public interface Connection {
    /**
     * Writes messages, all of them at once where the socket takes them. At most one write is under way.
     *
     * @param messages whole WebSocket messages as they go to the socket, one behind the other
     * @param done runs once, with true when all is written and false when the socket is gone
     */
    void write(ByteBuffer messages, Done done);

    /** Asks the other end for a sign of life that needs no timer of its own: a WebSocket ping. */
    void ping();

    /** Begins the closing handshake. */
    void close(int code, String reason);

    /** Ends the connection at once. */
    void abort();

    /** Reads one more message. */
    void demand();

    /** Told of the end of a write. */
    interface Done {
        void done(boolean written);
    }
}
