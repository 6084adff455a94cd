package io.tradepath.feed.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.feed.accounts.AccountOwners;
import io.tradepath.feed.accounts.AccountStreams;
import io.tradepath.feed.session.FixedStatus;
import io.tradepath.feed.session.Identity;
import io.tradepath.feed.session.SessionLimits;
import io.tradepath.feed.session.StompFeed;
import io.tradepath.feed.stomp.ServerFrames;
import io.tradepath.feed.streams.NoInterest;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session's messages and Jetty's own frames on one real socket. */
@Timeout(60)
class StompEndpointTest {
    private static final String STREAM = "/topic/quotes.EUR_USD";
    private static final int TEXT = 0x81;
    private static final int PONG = 0x8A;
    private static final int CLOSE = 0x88;
    private static final int END = -1;
    /** So little that the server's writes end in the middle of a message again and again. */
    private static final int RECEIVE_BUFFER_BYTES = 8 * 1024;

    private static final int PINGS = 500;
    private static final int TEXTS_BETWEEN_PINGS = 10;

    private final UpdateRing ring = new UpdateRing(1, 1 << 10);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Server server = new Server();
    private Socket client;
    private DataInputStream in;
    private OutputStream out;
    private volatile boolean publishing = true;
    private Thread publisher;

    private record Received(int head, String payload) {}

    @BeforeEach
    void start() throws Exception {
        StompFeed feed = new StompFeed(
                SessionLimits.standard(),
                new StompFeed.Sources(
                        new StreamNames(List.of(STREAM)),
                        ring,
                        new NoInterest(),
                        new AccountOwners(),
                        new AccountStreams(1),
                        () -> true,
                        new FixedStatus(),
                        token -> new Identity(
                                token,
                                Set.of("feed:read"),
                                Clock.systemUTC().instant().plus(Duration.ofHours(1))),
                        Runnable::run,
                        System::nanoTime,
                        Clock.systemUTC()),
                1,
                new SimpleMeterRegistry());
        feed.start(timer);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        new StompEndpoint(feed, StompEndpointSettings.of(Set.of(), 10, 64 * 1024), () -> false).install(server);
        server.start();
        client = new Socket();
        client.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort()));
        in = new DataInputStream(client.getInputStream());
        out = client.getOutputStream();
        handshake();
        publisher = Thread.ofPlatform().start(this::publish);
    }

    @AfterEach
    void stop() throws Exception {
        publishing = false;
        publisher.join();
        client.close();
        server.stop();
        timer.shutdown();
    }

    /** An update of another size each time, which says its number twice. */
    private void publish() {
        for (long number = 1; publishing; number++) {
            byte[] body = (number + " ".repeat((int) (number * 37 % 900)) + number).getBytes(US_ASCII);
            byte[] tail = ServerFrames.tail(STREAM, "id", Map.of("seq", Long.toString(number)), body);
            ring.publish(0, System.nanoTime(), false, tail, () -> tail);
        }
    }

    @Test
    void jettysFramesCutNoMessageAndNothingFollowsTheClose() throws Exception {
        send(0x81, "CONNECT\naccept-version:1.2\nhost:localhost\nAuthorization:Bearer t\n\n\0".getBytes(US_ASCII));
        send(0x81, ("SUBSCRIBE\nid:0\ndestination:" + STREAM + "\n\n\0").getBytes(US_ASCII));
        for (int ping = 0; ping < PINGS; ping++) {
            for (int i = 0; i < TEXTS_BETWEEN_PINGS; i++) {
                assertThat(receiveChecked().head()).isEqualTo(TEXT);
            }
            send(0x89, Integer.toString(ping).getBytes(US_ASCII));
            assertThat(receiveAllButTexts()).isEqualTo(new Received(PONG, Integer.toString(ping)));
        }

        send(0x88, ByteBuffer.allocate(2).putShort((short) 1000).array());
        assertThat(receiveAllButTexts().head()).isEqualTo(CLOSE);
        assertThat(receive().head()).isEqualTo(END);
    }

    private Received receiveAllButTexts() throws IOException {
        Received received = receiveChecked();
        while (received.head() == TEXT) {
            received = receiveChecked();
        }
        return received;
    }

    private Received receiveChecked() throws IOException {
        Received received = receive();
        if (received.head() == TEXT) {
            check(received.payload());
        }
        return received;
    }

    /** A message is whole frames, and each body says one number twice. */
    private static void check(String message) {
        assertThat(message).endsWith("\0");
        for (String frame : message.split("\0", 0)) {
            if (frame.startsWith("MESSAGE\n")) {
                String[] numbers = frame.substring(frame.indexOf("\n\n") + 2).split(" +", -1);
                assertThat(numbers[0] + numbers[numbers.length - 1]).isEqualTo(numbers[0].repeat(2));
            } else {
                assertThat(frame).startsWith("CONNECTED\n");
            }
        }
    }

    private void handshake() throws IOException {
        out.write("""
                GET /feed/stomp HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Protocol: v12.stomp

                """.replace("\n", "\r\n").getBytes(US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 101");
    }

    /** With a mask of zeros, which leaves the bytes as they are. */
    private void send(int head, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 6);
        out.write(frame.put((byte) head)
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array());
    }

    /** The next WebSocket frame. */
    private Received receive() throws IOException {
        int head = in.read();
        if (head < 0) {
            return new Received(END, "");
        }
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        assertThat(length).isNotEqualTo(127);
        return new Received(head, new String(in.readNBytes(length), ISO_8859_1));
    }
}
