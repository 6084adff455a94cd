package io.tradepath.feed.jetty;

import io.tradepath.feed.session.StompFeed;
import io.tradepath.feed.streams.Cohort;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** {@code /feed/stomp} on a Jetty server. */
public final class StompEndpoint {
    /**
     * What the kernel holds of what a client has not read: four batches. Left to itself it takes four megabytes for each
     * socket that is not read, all of it prices of long ago, before the session is seen to be slow.
     */
    private static final int SEND_BUFFER_BYTES = 4 * Cohort.BATCH_BYTES_MAX;

    /**
     * Connections that the kernel holds until they are accepted. Where it is full, clients that come at once, as after the
     * loss of an instance, try again after one, three and seven seconds. The kernel may have a lower bound of its own.
     */
    private static final int ACCEPT_QUEUE = 4_096;

    private final StompFeed feed;
    private final StompEndpointSettings settings;
    private final BooleanSupplier refusing;

    /**
     * Makes an endpoint, to be installed.
     *
     * @param refusing true while the instance takes no new sockets
     */
    public StompEndpoint(StompFeed feed, StompEndpointSettings settings, BooleanSupplier refusing) {
        this.feed = feed;
        this.settings = settings;
        this.refusing = refusing;
    }

    /** Puts the endpoint before what the server serves already. */
    public void install(Server server) {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof ServerConnector sockets) {
                sockets.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
                sockets.setAcceptQueueSize(ACCEPT_QUEUE);
            }
        }
        StompUpgradeHandler handler = new StompUpgradeHandler(feed, settings, refusing);
        handler.setHandler(server.getHandler());
        server.setHandler(handler);
    }
}
