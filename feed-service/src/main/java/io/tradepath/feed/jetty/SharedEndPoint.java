package io.tradepath.feed.jetty;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A socket that two write to, whole WebSocket frames each time: Jetty its control frames, and the session its messages
 * without going through Jetty's frames and flusher. What comes while the other's write is under way waits for its end.
 *
 * <p>Neither has more than one write under way or waiting, which is what bounds the queue.
 */
final class SharedEndPoint implements EndPoint, EndPoint.Wrapper {
    private final EndPoint socket;
    private final ArrayDeque<Write> waiting = new ArrayDeque<>(2);
    private boolean writing;

    SharedEndPoint(EndPoint socket) {
        this.socket = socket;
    }

    /** The socket that a request came on. */
    static SharedEndPoint of(Request request) {
        return new SharedEndPoint(
                request.getConnectionMetaData().getConnection().getEndPoint());
    }

    /** The request as if it had come on this, so that the WebSocket that it becomes writes to this. */
    Request under(Request request) {
        ConnectionMetaData came = request.getConnectionMetaData();
        Connection connection = new AbstractConnection(this, came.getConnector().getExecutor()) {
            @Override
            public void onFillable() {
                throw new IllegalStateException("nothing is read by it");
            }
        };
        ConnectionMetaData shared = new ConnectionMetaData.Wrapper(came) {
            @Override
            public Connection getConnection() {
                return connection;
            }
        };
        return new Request.Wrapper(request) {
            @Override
            public ConnectionMetaData getConnectionMetaData() {
                return shared;
            }
        };
    }

    private final class Write implements Callback {
        private final Callback whoWrites;
        private final ByteBuffer[] frames;

        Write(Callback whoWrites, ByteBuffer[] frames) {
            this.whoWrites = whoWrites;
            this.frames = frames;
        }

        void begin() {
            socket.write(this, frames);
        }

        @Override
        public void succeeded() {
            beginNext();
            whoWrites.succeeded();
        }

        @Override
        public void failed(Throwable cause) {
            // The socket is of no use any more: the next one fails too.
            beginNext();
            whoWrites.failed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return whoWrites.getInvocationType();
        }
    }

    @Override
    public void write(Callback callback, ByteBuffer... frames) {
        Write write = new Write(callback, frames);
        synchronized (this) {
            if (writing) {
                waiting.add(write);
                return;
            }
            writing = true;
        }
        write.begin();
    }

    private void beginNext() {
        Write next;
        synchronized (this) {
            next = waiting.poll();
            writing = next != null;
        }
        if (next != null) {
            next.begin();
        }
    }

    @Override
    public @Nullable Callback cancelWrite(Throwable cause) {
        return socket.cancelWrite(cause);
    }

    // All else is the socket's.

    @Override
    public EndPoint unwrap() {
        return socket;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public long getCreatedTimeStamp() {
        return socket.getCreatedTimeStamp();
    }

    @Override
    public void shutdownOutput() {
        socket.shutdownOutput();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public void close(@Nullable Throwable cause) {
        socket.close(cause);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        return socket.fill(buffer);
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        return socket.flush(buffers);
    }

    @Override
    public Object getTransport() {
        return socket.getTransport();
    }

    @Override
    public long getIdleTimeout() {
        return socket.getIdleTimeout();
    }

    @Override
    public void setIdleTimeout(long millis) {
        socket.setIdleTimeout(millis);
    }

    @Override
    public void fillInterested(Callback callback) {
        socket.fillInterested(callback);
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        return socket.tryFillInterested(callback);
    }

    @Override
    public boolean isFillInterested() {
        return socket.isFillInterested();
    }

    @Override
    public Connection getConnection() {
        return socket.getConnection();
    }

    @Override
    public void setConnection(Connection connection) {
        socket.setConnection(connection);
    }

    @Override
    public void onOpen() {
        socket.onOpen();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        socket.onClose(cause);
    }

    @Override
    public void upgrade(Connection next) {
        socket.upgrade(next);
    }

    @Override
    public @Nullable SslSessionData getSslSessionData() {
        return socket.getSslSessionData();
    }

    @Override
    public boolean isSecure() {
        return socket.isSecure();
    }
}
