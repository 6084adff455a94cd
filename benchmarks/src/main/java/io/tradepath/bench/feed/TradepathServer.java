package io.tradepath.bench.feed;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.feed.accounts.AccountOwners;
import io.tradepath.feed.accounts.AccountStreams;
import io.tradepath.feed.jetty.StompEndpoint;
import io.tradepath.feed.jetty.StompEndpointSettings;
import io.tradepath.feed.session.Authenticator;
import io.tradepath.feed.session.Identity;
import io.tradepath.feed.session.SessionLimits;
import io.tradepath.feed.session.StatusStream;
import io.tradepath.feed.session.StompFeed;
import io.tradepath.feed.stomp.ServerFrames;
import io.tradepath.feed.streams.EventLog;
import io.tradepath.feed.streams.StreamInterest;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import io.tradepath.fx.CurrencyPair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The feed service's delivery, without the bus before it: ticks go into the ring as they do when they come from there. */
final class TradepathServer {
    private static final int RING_UPDATES = 1 << 15;
    private static final int SESSIONS_MAX = 100_000;
    private static final String RS256 = "SHA256withRSA";
    private static final int KEY_BITS = 2_048;
    private static final int CLAIMS_REPEATED = 100;

    private TradepathServer() {}

    static Ticks.Sink start(int port, List<CurrencyPair> pairs) throws Exception {
        StreamNames names = new StreamNames(
                pairs.stream().map(pair -> "/topic/quotes." + pair).toList());
        UpdateRing ring = new UpdateRing(names.size(), RING_UPDATES);
        StompFeed.Sources sources = new StompFeed.Sources(
                names,
                ring,
                new NoInterest(),
                new AccountOwners(),
                new AccountStreams(1),
                () -> true,
                new NoStatus(),
                authenticator(),
                Runnable::run,
                System::nanoTime,
                Clock.systemUTC());
        SessionLimits limits = SessionLimits.standard().withSessionsPerIdentity(SESSIONS_MAX);
        StompFeed feed = new StompFeed(limits, sources, 1, new SimpleMeterRegistry());
        feed.start(Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("feed-clock").daemon().factory()));
        Server server = new Server(new QueuedThreadPool());
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        new StompEndpoint(feed, StompEndpointSettings.of(Set.of(), SESSIONS_MAX, limits.frameBytesMax()), () -> false)
                .install(server);
        server.start();
        return (quote, body, due) -> {
            String destination = "/topic/quotes." + quote.instrument();
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("epoch", Long.toString(quote.epoch()));
            headers.put("seq", Long.toString(quote.seq()));
            headers.put("type", "update");
            headers.put("due", Long.toString(due));
            byte[] tail = ServerFrames.tail(
                    destination, quote.instrument() + "-" + quote.epoch() + "-" + quote.seq(), headers, body);
            ring.publish(names.number(destination), System.nanoTime(), false, tail, () -> tail);
        };
    }

    /** Takes every token, after the work that an access token makes: checking a signature by RS256. */
    private static Authenticator authenticator() throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(KEY_BITS);
        KeyPair pair = keys.generateKeyPair();
        byte[] claims = "claims".repeat(CLAIMS_REPEATED).getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(RS256);
        signing.initSign(pair.getPrivate());
        signing.update(claims);
        byte[] signature = signing.sign();
        return token -> {
            try {
                Signature verifying = Signature.getInstance(RS256);
                verifying.initVerify(pair.getPublic());
                verifying.update(claims);
                if (!verifying.verify(signature)) {
                    throw new Authenticator.TokenRefused("a valid access token is needed", false);
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            return new Identity(
                    token, Set.of("feed:read"), Clock.systemUTC().instant().plus(Duration.ofHours(12)));
        };
    }

    private static final class NoInterest implements StreamInterest {
        @Override
        public void subscribed(int stream) {}

        @Override
        public void unsubscribed(int stream) {}
    }

    private static final class NoStatus implements StatusStream {
        private final EventLog log = new EventLog();

        @Override
        public EventLog log() {
            return log;
        }

        @Override
        public List<byte[]> snapshot() {
            return List.of();
        }

        @Override
        public byte[] reset() {
            return new byte[0];
        }
    }
}
