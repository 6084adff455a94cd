package io.tradepath.executions.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Stands between an instance and PostgreSQL, and misbehaves when it is told to. */
final class TcpProxy implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Semaphore flowing = new Semaphore(1);
    private volatile boolean cut;
    private volatile boolean losesCommitAnswer;

    TcpProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Ends every connection, and each new one at once. */
    void cut() {
        cut = true;
        links.forEach(Link::close);
    }

    /** Passes nothing on, and ends nothing: a network that swallows packets. */
    void stall() {
        flowing.acquireUninterruptibly();
    }

    /** Ends {@link #stall}. */
    void flow() {
        flowing.release();
    }

    void restore() {
        cut = false;
    }

    /** The next commit of an order reaches PostgreSQL and is done there, but its answer never comes back. */
    void loseAnswerOfNextCommit() {
        losesCommitAnswer = true;
    }

    /** True once that has happened. */
    boolean hasLostAnswer() {
        return !losesCommitAnswer;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (cut) {
                    client.close();
                } else {
                    new Link(client, new Socket(InetAddress.getLoopbackAddress(), target)).start();
                }
            } catch (IOException closed) {
                // The loop's condition tells whether to go on.
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        links.forEach(Link::close);
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean writesOrders;
        private volatile boolean losesAnswer;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            links.add(this);
            Thread.ofVirtual().start(() -> pump(client, server, true));
            Thread.ofVirtual().start(() -> pump(server, client, false));
        }

        private void pump(Socket from, Socket to, boolean isRequest) {
            byte[] chunk = new byte[CHUNK];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    if (isRequest) {
                        look(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
                    } else if (losesAnswer) {
                        losesCommitAnswer = false;
                        break;
                    }
                    flowing.acquireUninterruptibly();
                    flowing.release();
                    out.write(chunk, 0, read);
                    out.flush();
                }
            } catch (IOException ended) {
                // Either side has gone.
            } finally {
                close();
            }
        }

        private void look(String request) {
            writesOrders |= request.contains("INSERT INTO orders");
            if (losesCommitAnswer && writesOrders && request.contains("COMMIT")) {
                losesAnswer = true;
            }
        }

        void close() {
            links.remove(this);
            try {
                client.close();
                server.close();
            } catch (IOException alreadyGone) {
                // As wanted.
            }
        }
    }
}
