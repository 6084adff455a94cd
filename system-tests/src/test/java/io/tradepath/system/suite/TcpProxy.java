package io.tradepath.system.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A connection's middle, for faults: passes bytes on, late where it is told to, cuts what is open, or swallows
 * everything so that both ends believe in a peer that is not there.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final Duration TARGET_MAX = Duration.ofMinutes(4);

    private final ServerSocket listener;
    private final CountDownLatch targetKnown = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean swallowing;

    /** Listens on a free port; what connects waits until {@link #to} names the target. */
    public TcpProxy() {
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The port on loopback that connections are passed on to. */
    public void to(int port) {
        target = port;
        targetKnown.countDown();
    }

    /** From now on each portion of bytes is passed on this much later, in both directions. */
    public void delay(Duration by) {
        delay = by;
    }

    /** From now on nothing is passed on, and nobody is told. */
    public void swallow() {
        swallowing = true;
    }

    /** Ends every open connection; new ones are passed on as usual. */
    public void cut() {
        open.forEach(TcpProxy::close);
    }

    /** No more delay, no more swallowing; what was swallowed is lost, so its connections are cut. */
    public void heal() {
        delay = Duration.ZERO;
        if (swallowing) {
            swallowing = false;
            cut();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try {
            if (!targetKnown.await(TARGET_MAX.toSeconds(), TimeUnit.SECONDS)) {
                close(client);
                return;
            }
            Socket server = new Socket();
            open.add(server);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pass(client, server));
            pass(server, client);
        } catch (IOException refused) {
            close(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!delay.isZero()) {
                    Thread.sleep(delay);
                }
                if (!swallowing) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException ended) {
            // One end is gone; the other is told below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
