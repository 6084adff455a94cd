package io.tradepath.feed.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.AccountStatus;
import io.tradepath.feed.accounts.AccountOwners;
import io.tradepath.feed.accounts.AccountStreams;
import io.tradepath.feed.accounts.EventSource;
import io.tradepath.feed.streams.NoInterest;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** Sessions without sockets or threads: everything happens when the test says so. */
final class SessionHarness {
    static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");
    static final String EUR_USD = "/topic/quotes.EUR_USD";
    static final String USD_JPY = "/topic/quotes.USD_JPY";
    static final AccountId ALICES = new AccountId("alices");
    static final AccountId BOBS = new AccountId("bobs");

    private final StreamNames names = new StreamNames(List.of(EUR_USD, USD_JPY));
    private final AccountStreams streams = new AccountStreams(1 << 21);
    private final Queue<Runnable> verifications = new ArrayDeque<>();
    private final SessionContext context;
    private final DeliveryLoop loop;
    private final AccountOwners owners = new AccountOwners();
    private final UpdateRing ring = new UpdateRing(2, 256);
    private final SimpleMeterRegistry meterRegistry = new SimpleMeterRegistry();
    private boolean caughtUp = true;
    private boolean verifiesLater;
    private long nanos = 1;
    private long ownerSeq;

    SessionHarness(SessionLimits limits) {
        StompFeed.Sources sources = new StompFeed.Sources(
                names,
                ring,
                new NoInterest(),
                owners,
                streams,
                () -> caughtUp,
                new FixedStatus(),
                this::verify,
                this::verification,
                () -> nanos,
                () -> BEGIN.plusNanos(nanos));
        SessionMeters meters = new SessionMeters(meterRegistry);
        context = new SessionContext(
                limits, sources, meters, new SessionRegistry(limits.sessionsPerIdentityMax(), meters));
        loop = new DeliveryLoop("test", ring, limits.behindMax());
        owners.onChange(_ -> context.registry().sessions().forEach(Session::accountChanged));
        owner(ALICES, "alice");
        owner(BOBS, "bob");
    }

    /** A token is {@code subject[;minutes[;scope scope]]}. */
    private Identity verify(String token) throws Authenticator.TokenRefused {
        String[] parts = token.split(";", -1);
        if (parts[0].equals("bad")) {
            throw new Authenticator.TokenRefused("a valid access token is needed", false);
        }
        if (parts[0].equals("away")) {
            throw new Authenticator.TokenRefused("the issuer is away", true);
        }
        if (parts[0].equals("broken")) {
            throw new IllegalStateException("the verifier has a fault");
        }
        if (parts.length > 1 && !parts[1].matches("-?[0-9]{1,6}")) {
            throw new Authenticator.TokenRefused("a valid access token is needed", false);
        }
        Duration life = Duration.ofMinutes(parts.length > 1 ? Long.parseLong(parts[1]) : 15);
        Set<String> scopes = parts.length > 2
                ? Set.copyOf(Arrays.asList(parts[2].split(" ", -1)))
                : Set.of("feed:read", "orders:read", "accounts:read");
        return new Identity(parts[0], scopes, BEGIN.plusNanos(nanos).plus(life));
    }

    private void verification(Runnable task) {
        if (verifiesLater) {
            verifications.add(task);
        } else {
            task.run();
        }
    }

    void verifyLater() {
        verifiesLater = true;
    }

    void verifyNow() {
        for (Runnable task = verifications.poll(); task != null; task = verifications.poll()) {
            task.run();
        }
    }

    void setCaughtUp(boolean is) {
        caughtUp = is;
    }

    void owner(AccountId account, String owner) {
        owners.accept(
                new AccountState(account, ++ownerSeq, owner, "", Currency.getInstance("USD"), AccountStatus.ACTIVE));
    }

    void event(AccountId account, long seq) {
        byte[] json = ("{\"seq\":" + seq + "}").getBytes(StandardCharsets.UTF_8);
        streams.append(EventSource.ORDERS, account, seq, json, nanos);
    }

    void quote(String destination) {
        int stream = names.number(destination);
        String number = Long.toString(ring.ordinal(stream) + 1);
        byte[] tail = ("destination:" + destination + "\nseq:" + number + "\n\n\0").getBytes(StandardCharsets.UTF_8);
        byte[] snapshot = ("destination:" + destination + "\nseq:" + number + "\ntype:snapshot\n\n\0")
                .getBytes(StandardCharsets.UTF_8);
        ring.publish(stream, nanos, false, tail, () -> snapshot);
        loop.turn();
    }

    /** As {@link #quote}, but nobody is served. */
    void quoteUnnoticed(String destination) {
        int stream = names.number(destination);
        byte[] tail = ("destination:" + destination + "\nseq:" + (ring.ordinal(stream) + 1) + "\n\n\0")
                .getBytes(StandardCharsets.UTF_8);
        ring.publish(stream, nanos, false, tail, () -> tail);
    }

    Session open(Connection connection) {
        Session session = new Session("s", connection, context, loop);
        context.registry().opened(session);
        session.opened();
        return session;
    }

    /** A session that is connected, its CONNECTED frame taken away. */
    Session connected(FakeConnection connection, String token) {
        Session session = open(connection);
        send(session, "CONNECT\naccept-version:1.2\nheart-beat:0,10000\nAuthorization:Bearer " + token + "\n\n\0");
        connection.frames();
        return session;
    }

    void send(Session session, String frames) {
        session.received(ByteBuffer.wrap(frames.getBytes(StandardCharsets.UTF_8)));
        turn();
    }

    void turn() {
        // A turn may leave something for the next; nothing here needs more than three.
        for (int i = 0; i < 3; i++) {
            loop.turn();
        }
    }

    /** Time goes by in the steps in which sessions look at it. */
    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            nanos += SessionRegistry.TICK.toNanos();
            context.registry().sessions().forEach(Session::tick);
            streams.tidy(nanos);
            turn();
        }
    }

    int sessions() {
        return context.registry().sessions().size();
    }

    double meter(String name) {
        return meterRegistry.get(name).meter().measure().iterator().next().getValue();
    }
}
