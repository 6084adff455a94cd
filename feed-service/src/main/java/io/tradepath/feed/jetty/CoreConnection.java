package io.tradepath.feed.jetty;

import io.tradepath.feed.session.CloseCode;
import io.tradepath.feed.session.Connection;
import io.tradepath.feed.session.Session;
import io.tradepath.feed.session.StompFeed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/** A WebSocket between Jetty and a session. */
final class CoreConnection implements FrameHandler, Connection {
    private final StompFeed feed;
    private final SharedEndPoint socket;
    private volatile boolean closing;
    private @Nullable CoreSession core;
    private @Nullable Session session;

    /**
     * Makes a connection that waits to be opened.
     *
     * @param socket that Jetty writes to as well
     */
    CoreConnection(StompFeed feed, SharedEndPoint socket) {
        this.feed = feed;
        this.socket = socket;
    }

    // What Jetty says.

    @Override
    public void onOpen(CoreSession coreSession, Callback callback) {
        core = coreSession;
        // The session watches for silence and stalls itself, and knows the reason.
        coreSession.setIdleTimeout(Duration.ZERO);
        session = feed.open(this);
        callback.succeeded();
        session().opened();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> {
                session().received(frame.getPayload());
                callback.succeeded();
            }
            case OpCode.PING -> pong(frame, callback);
            case OpCode.PONG -> {
                callback.succeeded();
                session().receivedControl();
            }
            default -> {
                // Jetty answers a CLOSE, and behind that nothing may come.
                closing = true;
                callback.succeeded();
            }
        }
    }

    /** Nothing more is read until the answer is written: a client that asks and does not read fills no queue. */
    private void pong(Frame ping, Callback callback) {
        Frame pong = ping.hasPayload() ? new Frame(OpCode.PONG, ping.getPayload()) : new Frame(OpCode.PONG);
        Callback written = Callback.from(
                () -> {
                    callback.succeeded();
                    session().receivedControl();
                },
                callback::failed);
        core().sendFrame(pong, written, false);
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        if (cause instanceof MessageTooLargeException) {
            session().unacceptable(CloseCode.MESSAGE_TOO_LARGE, "message too large");
        }
        closing = true;
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus closeStatus, Callback callback) {
        if (session != null) {
            session().closed();
        }
        callback.succeeded();
    }

    // What the session says.

    @Override
    public void write(ByteBuffer messages, Done done) {
        if (closing) {
            done.done(true);
            return;
        }
        socket.write(Callback.from(() -> done.done(true), _ -> done.done(false)), messages);
    }

    @Override
    public void ping() {
        core().sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }

    @Override
    public void close(int code, String reason) {
        core().close(code, reason, Callback.NOOP);
    }

    @Override
    public void abort() {
        core().abort();
    }

    @Override
    public void demand() {
        core().demand();
    }

    private CoreSession core() {
        return Objects.requireNonNull(core);
    }

    private Session session() {
        return Objects.requireNonNull(session);
    }
}
