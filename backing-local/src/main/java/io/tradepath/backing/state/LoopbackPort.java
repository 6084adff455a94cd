package io.tradepath.backing.state;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1, the only address that the local servers listen on. */
public final class LoopbackPort {
    public static final String ADDRESS = "127.0.0.1";

    private LoopbackPort() {}

    /** Fails, naming the port, when somebody listens on it. */
    public static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port));
        } catch (IOException e) {
            throw new BackingException(
                    "port %d of %s is in use by another program (%s)".formatted(port, ADDRESS, e.getMessage()), e);
        }
    }

    /** A port that nobody listened on a moment ago. */
    public static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(ADDRESS))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BackingException("no free port on " + ADDRESS, e);
        }
    }
}
