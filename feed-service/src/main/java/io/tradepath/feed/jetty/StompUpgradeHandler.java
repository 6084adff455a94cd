package io.tradepath.feed.jetty;

import io.tradepath.feed.session.StompFeed;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests for {@code /feed/stomp}: upgrades them, or says why not. All others go on to the servlet container.
 */
final class StompUpgradeHandler extends Handler.Wrapper {
    private static final String PATH = "/feed/stomp";
    private static final String SUBPROTOCOL = "v12.stomp";

    private final StompFeed feed;
    private final StompEndpointSettings settings;
    private final BooleanSupplier refusing;
    private final Configuration.ConfigurationCustomizer customizer = new Configuration.ConfigurationCustomizer();
    private final WebSocketMappings mappings;

    /**
     * Makes a handler.
     *
     * @param refusing true while the instance takes no new sockets
     */
    StompUpgradeHandler(StompFeed feed, StompEndpointSettings settings, BooleanSupplier refusing) {
        this.feed = feed;
        this.settings = settings;
        this.refusing = refusing;
        // Its pools start and stop with this handler.
        WebSocketComponents components = new WebSocketComponents();
        installBean(components, true);
        this.mappings = new WebSocketMappings(components);
        customizer.setAutoFragment(false);
        customizer.setMaxFrameSize(settings.messageBytesMax());
        customizer.setMaxTextMessageSize(settings.messageBytesMax());
        customizer.setMaxBinaryMessageSize(settings.messageBytesMax());
        customizer.setInputBufferSize(settings.inputBytes());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!PATH.equals(Request.getPathInContext(request))) {
            return super.handle(request, response, callback);
        }
        Refusal refusal = refusal(request);
        if (refusal != null) {
            refusal.write(request, response, callback);
            return true;
        }
        SharedEndPoint socket = SharedEndPoint.of(request);
        if (!mappings.upgrade(new Negotiator(socket), socket.under(request), response, callback, customizer)) {
            Refusal.malformedHandshake().write(request, response, callback);
        }
        return true;
    }

    private @Nullable Refusal refusal(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String upgrade = request.getHeaders().get(HttpHeader.UPGRADE);
        if (!HttpMethod.GET.is(request.getMethod())) {
            return Refusal.of(HttpStatus.METHOD_NOT_ALLOWED_405, "method-not-allowed", "The method is GET.")
                    .with("Allow", "GET");
        }
        if (upgrade == null || !upgrade.toLowerCase(Locale.ROOT).equals("websocket")) {
            return Refusal.of(HttpStatus.UPGRADE_REQUIRED_426, "upgrade-required", "This is a WebSocket endpoint.")
                    .with("Upgrade", "websocket");
        }
        // No Origin: not a browser, and so nobody whose cookies or tokens a foreign page could borrow.
        if (origin != null && !settings.origins().contains(origin)) {
            return Refusal.of(HttpStatus.FORBIDDEN_403, "origin-not-allowed", "This origin may not connect.");
        }
        if (refusing.getAsBoolean() || feed.sessions() >= settings.sessionsMax()) {
            return Refusal.of(
                            HttpStatus.SERVICE_UNAVAILABLE_503,
                            "no-new-connections",
                            "This instance takes no new connections.")
                    .with("Retry-After", "1");
        }
        return null;
    }

    private final class Negotiator extends WebSocketNegotiator.AbstractNegotiator {
        private final SharedEndPoint socket;

        Negotiator(SharedEndPoint socket) {
            this.socket = socket;
        }

        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            // Compression would have to be done for each session anew.
            response.setExtensions(List.of());
            if (request.hasSubProtocol(SUBPROTOCOL)) {
                response.setAcceptedSubProtocol(SUBPROTOCOL);
            }
            Refusal.identify(request, response);
            return new CoreConnection(feed, socket);
        }
    }
}
