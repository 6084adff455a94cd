package io.tradepath.gateway;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Reports what is a fault of this program; that peers break connections is their affair. */
final class Faults {

    private static final Logger LOG = Logger.getLogger(Faults.class.getName());

    private Faults() {}

    static void report(Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            LOG.log(Level.SEVERE, "a connection was closed because of a fault in gateway-local", cause);
        }
    }
}
