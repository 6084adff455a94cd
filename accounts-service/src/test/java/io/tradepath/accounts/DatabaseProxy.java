package io.tradepath.accounts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between the service and PostgreSQL and does to their connections what networks do. */
final class DatabaseProxy implements AutoCloseable {
    private static final String COMMIT = "COMMIT";

    private final ServerSocket listener;
    private final int databasePort;
    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** What goes wrong. */
    enum Fault {
        NONE,
        /** Connections are cut, and new ones cut at once. */
        AWAY,
        /** Nothing passes, and nothing is closed. */
        HALF_OPEN,
        /** The next COMMIT does not arrive: the connection is cut before it. */
        CUT_BEFORE_COMMIT,
        /** The next COMMIT arrives, and its answer is lost. */
        CUT_AFTER_COMMIT
    }

    DatabaseProxy(int databasePort) {
        this.databasePort = databasePort;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("database-proxy").start(this::accept);
    }

    /** The database's URL by way of this proxy. */
    String url(String database) {
        // Without prepared statements on the server, so that a COMMIT can be seen in what is sent.
        return "jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0".formatted(listener.getLocalPort(), database);
    }

    synchronized void set(Fault next) {
        fault.set(next);
        notifyAll();
        if (next == Fault.AWAY) {
            sockets.forEach(DatabaseProxy::cut);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (fault.get() == Fault.AWAY) {
                    client.close();
                    continue;
                }
                Socket server = new Socket();
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), databasePort));
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pump(client, server, true));
                Thread.ofVirtual().start(() -> pump(server, client, false));
            } catch (IOException e) {
                // The listener was closed, or the database does not answer: the next one will show.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean toDatabase) {
        byte[] buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                awaitNotHalfOpen();
                if (toDatabase && new String(buffer, 0, count, ISO_8859_1).contains(COMMIT)) {
                    if (fault.compareAndSet(Fault.CUT_BEFORE_COMMIT, Fault.NONE)) {
                        return;
                    }
                    if (fault.compareAndSet(Fault.CUT_AFTER_COMMIT, Fault.NONE)) {
                        cut(from);
                    }
                }
                out.write(buffer, 0, count);
                out.flush();
                count = in.read(buffer);
            }
        } catch (IOException e) {
            // Cut.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void awaitNotHalfOpen() throws InterruptedException {
        while (fault.get() == Fault.HALF_OPEN) {
            wait();
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        set(Fault.AWAY);
    }
}
