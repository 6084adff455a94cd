package io.tradepath.feed.jetty;

import io.tradepath.feed.session.StompFeed;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Server;

/** {@code /feed/stomp} on a Jetty server. */
public final class StompEndpoint {
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
        StompUpgradeHandler handler = new StompUpgradeHandler(feed, settings, refusing);
        handler.setHandler(server.getHandler());
        server.setHandler(handler);
    }
}
