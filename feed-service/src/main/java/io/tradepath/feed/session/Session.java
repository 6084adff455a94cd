package io.tradepath.feed.session;

import io.tradepath.feed.accounts.AccountOwners.Ownership;
import io.tradepath.feed.stomp.ClientCommand;
import io.tradepath.feed.stomp.ClientFrame;
import io.tradepath.feed.stomp.FrameDecoder;
import io.tradepath.feed.stomp.MalformedFrame;
import io.tradepath.feed.stomp.ServerFrames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's session: what it has been asked, and what it may be asked next.
 *
 * <p>Frames are handled in their order, under the session's lock, and nothing in it waits. What a frame leads to is a
 * {@link Step} that the delivery loop takes in the same order. While many steps wait, or a SUBSCRIBE waits for an account
 * to become known, nothing more is read.
 */
public final class Session {
    /** Steps that may wait before reading stops. */
    static final int STEPS_MAX = 64;
    /** An account that is not known is waited for this long: it may have been opened a moment ago. */
    static final Duration UNKNOWN_ACCOUNT_MAX = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final String TOKEN_DESTINATION = "/app/token";
    private static final String SCOPE = "feed:read";
    private static final String BEARER = "Bearer ";
    private static final int RECEIPT_BYTES_MAX = 1024;

    private enum Phase {
        AWAITING_CONNECT,
        CONNECTED,
        CLOSING,
        CLOSED
    }

    /** What the delivery loop does for a session, in order. */
    sealed interface Step {
        @SuppressWarnings("ArrayRecordComponent") // Never compared.
        record Send(byte[] frame) implements Step {}

        record Subscribe(String id, Destination.Public destination) implements Step {}

        record Follow(
                String id,
                Destination.Private destination,
                @Nullable Long resumeAfter) implements Step {}

        record FollowStatus(String id) implements Step {}

        record Unsubscribe(String id) implements Step {}

        record Close(CloseCode code, String reason) implements Step {}
    }

    private record HeldSubscribe(ClientFrame frame, String id, Destination.Private destination, long deadlineNanos) {}

    private final String id;
    private final Connection connection;
    private final SessionContext context;
    private final Delivery delivery;
    private final FrameDecoder decoder;
    private final FrameRate rate;

    private Phase phase = Phase.AWAITING_CONNECT;
    private @Nullable Identity identity;
    private final Map<String, Destination> subscriptions = new HashMap<>();
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    /** Says without the lock what {@link #steps} says. */
    private volatile boolean stepsWait;

    private volatile boolean full;
    private volatile boolean closed;

    private @Nullable ByteBuffer unread;
    private boolean demandOwed;
    private boolean verifying;
    private @Nullable HeldSubscribe held;
    private boolean heartbeats;
    private String endedBy = "client";

    private long openedNanos;
    private long heardNanos;
    private long pingedNanos;
    private long expiresNanos;
    private long closingSinceNanos;

    Session(String id, Connection connection, SessionContext context, DeliveryLoop loop) {
        this.id = id;
        this.connection = connection;
        this.context = context;
        this.decoder = new FrameDecoder(context.limits().frameBytesMax());
        this.delivery = new Delivery(this, connection, context, loop);
        this.openedNanos = context.nanoTime().getAsLong();
        this.heardNanos = openedNanos;
        this.pingedNanos = openedNanos;
        this.rate = new FrameRate(context.limits().framesPerSecondMax(), openedNanos);
    }

    Delivery delivery() {
        return delivery;
    }

    /** Why the session ended, as a metric's tag has it. */
    synchronized String endedBy() {
        return endedBy;
    }

    // What the connection says.

    /** The socket is open. */
    public void opened() {
        connection.demand();
    }

    /** A data message, or a part of one; the bytes are read before this returns, or copied. */
    public synchronized void received(ByteBuffer bytes) {
        long now = heard();
        demandOwed = true;
        if (!rate.allows(now)) {
            shutDown(
                    CloseCode.POLICY_VIOLATION,
                    "too many frames",
                    "at most " + rate.perSecond() + " a second",
                    "flood");
        }
        unread = bytes;
        readOn();
        if (unread != null) {
            // The connection takes its buffer back now.
            unread = ByteBuffer.allocate(unread.remaining()).put(unread).flip();
        }
    }

    /** A ping or a pong: a sign of life. */
    public synchronized void receivedControl() {
        long now = heard();
        if (!rate.allows(now)) {
            shutDown(
                    CloseCode.POLICY_VIOLATION,
                    "too many frames",
                    "at most " + rate.perSecond() + " a second",
                    "flood");
        }
        connection.demand();
    }

    /** What came cannot be taken: a message that is too large, or broken on the WebSocket's own level. */
    public synchronized void unacceptable(CloseCode code, String reason) {
        end(code, reason, "protocol");
    }

    /** The socket is gone; frees everything. */
    public void closed() {
        synchronized (this) {
            if (phase == Phase.CLOSED) {
                return;
            }
            phase = Phase.CLOSED;
            closed = true;
            steps.clear();
            stepsWait = false;
            unread = null;
            held = null;
            subscriptions.clear();
        }
        context.registry().closed(this, identity);
        delivery.signal();
    }

    private long heard() {
        heardNanos = context.nanoTime().getAsLong();
        return heardNanos;
    }

    // Reading.

    /** Handles what is unread, as far as it may be handled now, and asks for more when all is. */
    private void readOn() {
        try {
            while (unread != null && isOpen() && !isHeldUp()) {
                ClientFrame frame = decoder.next(unread);
                if (frame == null) {
                    unread = null;
                } else {
                    handle(frame);
                }
            }
        } catch (MalformedFrame malformed) {
            CloseCode code = malformed.isTooLarge() ? CloseCode.MESSAGE_TOO_LARGE : CloseCode.PROTOCOL_ERROR;
            refuse(code, "malformed frame", malformed.rule(), null);
        }
        full = isHeldUp();
        if (!isOpen()) {
            unread = null;
        }
        if (unread == null && !full) {
            payDemand();
        }
    }

    private void payDemand() {
        if (demandOwed) {
            demandOwed = false;
            connection.demand();
        }
    }

    private boolean isHeldUp() {
        return isOpen() && (verifying || held != null || steps.size() >= STEPS_MAX);
    }

    private boolean isOpen() {
        return phase == Phase.AWAITING_CONNECT || phase == Phase.CONNECTED;
    }

    private void handle(ClientFrame frame) {
        String receipt = frame.header("receipt");
        if (receipt != null && receipt.length() > RECEIPT_BYTES_MAX) {
            refuse(CloseCode.POLICY_VIOLATION, "header too long", "receipt", null);
            return;
        }
        if (phase == Phase.AWAITING_CONNECT) {
            connect(frame);
            return;
        }
        switch (frame.command()) {
            case CONNECT, STOMP -> refuse(frame, "already connected", "a session connects once");
            case SUBSCRIBE -> subscribe(frame);
            case UNSUBSCRIBE -> unsubscribe(frame);
            case SEND -> send(frame);
            case DISCONNECT -> disconnect(frame);
            case ACK, NACK -> refuse(frame, "not supported", "messages are not acknowledged: ack is auto");
            case BEGIN, COMMIT, ABORT -> refuse(frame, "not supported", "there are no transactions");
        }
    }

    private void connect(ClientFrame frame) {
        if (frame.command() != ClientCommand.CONNECT && frame.command() != ClientCommand.STOMP) {
            refuse(frame, "not connected", "the first frame is CONNECT");
            return;
        }
        if (!List.of(frame.headers().getOrDefault("accept-version", "1.0").split(","))
                .contains("1.2")) {
            refuse(frame, "version not supported", "accept-version must have 1.2");
            return;
        }
        HeartBeat offered = HeartBeat.parse(frame.header("heart-beat"));
        if (offered == null) {
            refuse(frame, "malformed heart-beat", "heart-beat has the form 10000,10000");
            return;
        }
        verify(frame, verified -> connected(frame, offered, verified));
    }

    private void connected(ClientFrame frame, HeartBeat offered, Identity verified) {
        if (!context.registry().connected(verified)) {
            refuse(frame, "too many sessions", "of this identity at this instance");
            return;
        }
        phase = Phase.CONNECTED;
        admit(verified);
        heartbeats = offered.wantsEachMs() > 0;
        int interval = Math.toIntExact(SessionLimits.HEARTBEAT.toMillis());
        add(new Step.Send(ServerFrames.connected(id, verified.subject(), interval, interval)));
    }

    /** Goes on with {@code accepted} when the frame's token is verified; until then the session reads no further. */
    private void verify(ClientFrame frame, Consumer<Identity> accepted) {
        String authorization = frame.header("Authorization");
        if (authorization == null || !authorization.startsWith(BEARER)) {
            refuse(frame, "unauthorized", "a header Authorization:Bearer <token> is needed");
            return;
        }
        verifying = true;
        // Keys may have to be fetched, which is nothing to wait for under the lock.
        context.sources().verifications().execute(() -> {
            try {
                Identity verified = context.sources().authenticator().verify(authorization.substring(BEARER.length()));
                verified(frame, verified, accepted);
            } catch (Authenticator.TokenRefused refused) {
                notVerified(frame, refused);
            } catch (RuntimeException failure) {
                // Whatever it is: the client waits for an answer, and its session reads nothing until it has one.
                LOG.error("A token could not be verified", failure);
                notVerified(frame, new Authenticator.TokenRefused("the token cannot be verified now", true));
            }
        });
    }

    private synchronized void verified(ClientFrame frame, Identity verified, Consumer<Identity> accepted) {
        verifying = false;
        if (!isOpen()) {
            return;
        }
        if (verified.scopes().contains(SCOPE)) {
            accepted.accept(verified);
        } else {
            refuse(frame, "forbidden", "the token lacks the scope " + SCOPE);
        }
        readOn();
    }

    private synchronized void notVerified(ClientFrame frame, Authenticator.TokenRefused refused) {
        verifying = false;
        CloseCode code = refused.isTemporary() ? CloseCode.TRY_AGAIN_LATER : CloseCode.POLICY_VIOLATION;
        refuse(code, "unauthorized", String.valueOf(refused.getMessage()), frame.header("receipt"));
        readOn();
    }

    private void admit(Identity verified) {
        identity = verified;
        Duration left = Duration.between(context.sources().clock().instant(), verified.expires());
        expiresNanos = context.nanoTime().getAsLong() + left.toNanos();
    }

    private void subscribe(ClientFrame frame) {
        String subscriptionId = frame.header("id");
        String name = frame.header("destination");
        if (subscriptionId == null || subscriptionId.isEmpty() || name == null) {
            refuse(frame, "malformed frame", "SUBSCRIBE has the headers id and destination");
        } else if (frame.header("selector") != null) {
            refuse(frame, "not supported", "there are no selectors");
        } else if (!frame.headers().getOrDefault("ack", "auto").equals("auto")) {
            refuse(frame, "not supported", "ack is auto");
        } else if (subscriptions.containsKey(subscriptionId)) {
            refuse(frame, "subscription exists", "this id is in use");
        } else if (subscriptions.size() >= context.limits().subscriptionsMax()) {
            refuse(
                    frame,
                    "too many subscriptions",
                    "at most " + context.limits().subscriptionsMax());
        } else {
            switch (Destination.find(name, context.sources().streamNames())) {
                case null -> refuse(frame, "no such destination", name);
                case Destination.Public destination ->
                    subscribed(frame, subscriptionId, destination, new Step.Subscribe(subscriptionId, destination));
                case Destination.Status destination ->
                    subscribed(frame, subscriptionId, destination, new Step.FollowStatus(subscriptionId));
                case Destination.Private destination -> {
                    long deadline = context.nanoTime().getAsLong() + UNKNOWN_ACCOUNT_MAX.toNanos();
                    follow(new HeldSubscribe(frame, subscriptionId, destination, deadline));
                }
            }
        }
    }

    /** A private queue: for the account's owner alone, and an account that nobody knows looks like somebody else's. */
    private void follow(HeldSubscribe wanted) {
        Destination.Private destination = wanted.destination();
        Identity owner = Objects.requireNonNull(identity);
        String resume = wanted.frame().header("resume-seq");
        if (!owner.scopes().contains(destination.source().scope())) {
            refuse(
                    wanted.frame(),
                    "forbidden",
                    "the token lacks the scope " + destination.source().scope());
            return;
        }
        if (resume != null && !resume.matches("[0-9]{1,18}")) {
            refuse(wanted.frame(), "malformed frame", "resume-seq is a sequence number");
            return;
        }
        Ownership ownership = context.sources().owners().ownership(owner.subject(), destination.account());
        boolean known =
                ownership != Ownership.UNKNOWN && context.sources().caughtUp().getAsBoolean();
        boolean late = context.nanoTime().getAsLong() - wanted.deadlineNanos() >= 0;
        if (ownership == Ownership.OWNED && known) {
            held = null;
            Long resumeAfter = resume == null ? null : Long.valueOf(resume);
            Step step = new Step.Follow(wanted.id(), destination, resumeAfter);
            subscribed(wanted.frame(), wanted.id(), destination, step);
        } else if (ownership == Ownership.FOREIGN
                || (late && context.sources().caughtUp().getAsBoolean())) {
            held = null;
            String name = destination.source().destination(destination.account());
            refuse(wanted.frame(), "no such destination", name);
        } else if (late) {
            held = null;
            refuse(CloseCode.TRY_AGAIN_LATER, "not ready", "this instance still reads the bus", null);
        } else {
            held = wanted;
        }
    }

    private void subscribed(ClientFrame frame, String subscriptionId, Destination destination, Step step) {
        subscriptions.put(subscriptionId, destination);
        add(step);
        receipt(frame);
    }

    private void unsubscribe(ClientFrame frame) {
        String subscriptionId = frame.header("id");
        if (subscriptionId == null || subscriptions.remove(subscriptionId) == null) {
            refuse(frame, "no such subscription", "UNSUBSCRIBE names the id of a subscription");
            return;
        }
        add(new Step.Unsubscribe(subscriptionId));
        receipt(frame);
    }

    private void send(ClientFrame frame) {
        if (!TOKEN_DESTINATION.equals(frame.header("destination"))) {
            refuse(frame, "not allowed", "the only destination of SEND is " + TOKEN_DESTINATION);
            return;
        }
        verify(frame, renewed -> renewed(frame, renewed));
    }

    private void renewed(ClientFrame frame, Identity renewed) {
        if (!renewed.subject().equals(Objects.requireNonNull(identity).subject())) {
            refuse(frame, "forbidden", "the token is another subject's");
            return;
        }
        admit(renewed);
        receipt(frame);
    }

    private void disconnect(ClientFrame frame) {
        receipt(frame);
        end(CloseCode.NORMAL, "", "client");
    }

    private void receipt(ClientFrame frame) {
        String receipt = frame.header("receipt");
        if (receipt != null) {
            add(new Step.Send(ServerFrames.receipt(receipt)));
        }
    }

    // Ending.

    private void refuse(ClientFrame frame, String message, String detail) {
        refuse(CloseCode.POLICY_VIOLATION, message, detail, frame.header("receipt"));
    }

    private void refuse(CloseCode code, String message, String detail, @Nullable String receipt) {
        if (isOpen()) {
            add(new Step.Send(ServerFrames.error(message, detail, receipt)));
            end(code, message, code == CloseCode.POLICY_VIOLATION ? "refused" : "protocol");
        }
    }

    /** Closes once all that was said before is written. */
    private void end(CloseCode code, String reason, String cause) {
        if (isOpen()) {
            phase = Phase.CLOSING;
            endedBy = cause;
            closingSinceNanos = context.nanoTime().getAsLong();
            add(new Step.Close(code, reason));
            held = null;
            unread = null;
            // A client that still sends is read and not listened to, so that its close frame is seen.
            payDemand();
        }
    }

    /** Tells the client why, and closes. */
    synchronized void shutDown(CloseCode code, String message, String detail, String cause) {
        if (isOpen()) {
            add(new Step.Send(ServerFrames.error(message, detail, null)));
            end(code, message, cause);
        }
    }

    /** True until it is being closed. */
    synchronized boolean isConnected() {
        return isOpen();
    }

    /** Closes without a fault of the client's. */
    synchronized void leave(CloseCode code, String reason) {
        end(code, reason, "drain");
    }

    private void add(Step step) {
        steps.add(step);
        stepsWait = true;
        delivery.signal();
    }

    // What the registry and the delivery loop say.

    /** An account is new or has another owner. */
    synchronized void accountChanged() {
        Identity owner = identity;
        if (owner == null || !isOpen()) {
            return;
        }
        for (Destination destination : subscriptions.values()) {
            if (destination instanceof Destination.Private queue
                    && context.sources().owners().ownership(owner.subject(), queue.account()) == Ownership.FOREIGN) {
                String name = queue.source().destination(queue.account());
                shutDown(CloseCode.POLICY_VIOLATION, "no such destination", name, "owner");
                return;
            }
        }
        retryHeld();
    }

    private void retryHeld() {
        HeldSubscribe waiting = held;
        if (waiting != null) {
            follow(waiting);
            readOn();
        }
    }

    /** The step that is due first, taken out, or null. */
    @Nullable
    Step nextStep() {
        if (!stepsWait) {
            return null;
        }
        synchronized (this) {
            Step step = steps.poll();
            stepsWait = !steps.isEmpty();
            return step;
        }
    }

    boolean hasSteps() {
        return stepsWait;
    }

    boolean isClosed() {
        return closed;
    }

    /** A write has ended: there is room for what was not read. */
    void roomAgain() {
        if (full) {
            synchronized (this) {
                readOn();
            }
        }
    }

    /** Looks at the time; called each second. */
    synchronized void tick() {
        long now = context.nanoTime().getAsLong();
        SessionLimits limits = context.limits();
        switch (phase) {
            case AWAITING_CONNECT -> {
                if (now - openedNanos > limits.connectMax().toNanos()) {
                    shutDown(CloseCode.POLICY_VIOLATION, "no CONNECT", "a session begins with CONNECT", "silent");
                }
            }
            case CONNECTED -> tickConnected(now, limits);
            case CLOSING -> {
                if (now - closingSinceNanos > limits.closeMax().toNanos()) {
                    connection.abort();
                }
            }
            case CLOSED -> {}
        }
    }

    private void tickConnected(long now, SessionLimits limits) {
        if (now - expiresNanos >= 0) {
            shutDown(CloseCode.POLICY_VIOLATION, "token expired", "connect again with a new one", "expired");
        } else if (now - heardNanos > limits.silenceMax().toNanos()) {
            shutDown(CloseCode.POLICY_VIOLATION, "silent", "neither a frame nor an answer to a ping", "silent");
        } else if (delivery.isStalled(now, limits.stallMax())) {
            // Nothing more can be written, so the reason stands in the close frame, behind what the socket holds.
            endedBy = "stalled";
            phase = Phase.CLOSING;
            closingSinceNanos = now;
            context.meters().stalled();
            // Or the next batch would find the socket closing, and cut it off before the reason is out.
            delivery.stop();
            connection.close(CloseCode.POLICY_VIOLATION.code(), "does not read");
        } else {
            keepAlive(now, limits);
            retryHeld();
        }
    }

    private void keepAlive(long now, SessionLimits limits) {
        // A tick early rather than a tick late.
        long due = SessionLimits.HEARTBEAT
                .minus(SessionRegistry.TICK.multipliedBy(2))
                .toNanos();
        if (heartbeats && now - delivery.wroteNanos() > due) {
            add(new Step.Send(ServerFrames.heartbeat()));
        }
        long pingEach = limits.silenceMax().toNanos() / 3;
        if (now - Math.max(heardNanos, pingedNanos) > pingEach) {
            pingedNanos = now;
            connection.ping();
        }
    }
}
