package io.tradepath.gateway;

import io.tradepath.alb.Listener;

/**
 * A listener as it is served here.
 *
 * @param port the port on this machine; 0 takes a free one
 * @param tls whether it speaks TLS here: {@code :http} serves the rules of an HTTPS listener in clear
 */
record ServedListener(Listener listener, int port, boolean tls) {

    String protocol() {
        return tls ? "https" : "http";
    }

    ServedListener on(int actualPort) {
        return new ServedListener(listener, actualPort, tls);
    }
}
