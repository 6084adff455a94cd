package io.tradepath.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Hands out ports on loopback that nobody listens on, each once.
 *
 * <p>They are below the range from which the system takes the ports of outgoing connections: one of those could hold
 * the port just when a process that ended is started again.
 */
final class FreePorts implements IntSupplier {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;

    private final Set<Integer> handedOut = new HashSet<>();

    @Override
    public synchronized int getAsInt() {
        int start = ThreadLocalRandom.current().nextInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (start + i) % COUNT;
            if (!handedOut.contains(port) && isFree(port)) {
                handedOut.add(port);
                return port;
            }
        }
        throw new UserError("There is no free port from " + FIRST + " to " + (FIRST + COUNT - 1) + ".");
    }

    static boolean isFree(int port) {
        return !answers(port) && canListen(port);
    }

    /** Asked apart from {@link #canListen}: macOS lets a second process listen beside one that listens on all addresses. */
    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
