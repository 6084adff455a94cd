package io.tradepath.feed.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Frames that are broken, cut, huge or in a senseless order, from a seed: whatever comes, a session answers with frames
 * of STOMP, an error before it closes, and others are not disturbed. {@code -Dtradepath.fuzz.cases} makes the run longer,
 * {@code -Dtradepath.fuzz.seed} makes it another one.
 */
class FrameFuzzTest {
    private static final int CASES = Integer.getInteger("tradepath.fuzz.cases", 4_000);
    private static final long SEED = Long.getLong("tradepath.fuzz.seed", 20260105L);

    private static final List<String> PIECES = List.of(
            "CONNECT\naccept-version:1.2\nAuthorization:Bearer alice\n\n\0",
            "CONNECT\naccept-version:1.2\nAuthorization:Bearer bad\n\n\0",
            "STOMP\naccept-version:1.2\nheart-beat:1,1\nAuthorization:Bearer bob\n\n\0",
            "SUBSCRIBE\nid:1\ndestination:/topic/quotes.EUR_USD\n\n\0",
            "SUBSCRIBE\nid:2\ndestination:/topic/quotes.USD_JPY\nreceipt:x\n\n\0",
            "SUBSCRIBE\nid:3\ndestination:/queue/orders.alices\nresume-seq:1\n\n\0",
            "SUBSCRIBE\nid:4\ndestination:/topic/status\n\n\0",
            "UNSUBSCRIBE\nid:1\n\n\0",
            "UNSUBSCRIBE\nid:3\nreceipt:y\n\n\0",
            "SEND\ndestination:/app/token\nAuthorization:Bearer alice\n\n\0",
            "SEND\ndestination:/app/token\ncontent-length:5\n\na\0b\0c\0",
            "SEND\ncontent-length:70000\n\n",
            "DISCONNECT\nreceipt:z\n\n\0",
            "\n\n\r\n",
            "ACK\nid:1\n\n\0",
            "\0",
            ":",
            "\r",
            "content-length:99999999999\n",
            "SUBSCRIBE\nid:\\x\n\n\0");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final SessionHarness feed = new SessionHarness(SessionLimits.standard());

    @Test
    void survivesAnything() {
        FakeConnection witnessConnection = new FakeConnection();
        Session witness = feed.connected(witnessConnection, "alice");
        feed.send(witness, "SUBSCRIBE\nid:w\ndestination:/topic/quotes.EUR_USD\n\n\0");
        long seq = 1;
        for (int i = 0; i < CASES; i++) {
            FakeConnection connection = new FakeConnection();
            Session session = feed.open(connection);
            for (ByteBuffer message : portions(bytes())) {
                session.received(message);
                if (random.nextInt(3) == 0) {
                    feed.turn();
                }
            }
            feed.turn();
            feed.event(SessionHarness.ALICES, seq++);
            feed.quote(SessionHarness.EUR_USD);
            feed.turn();
            assertSound(i, connection);
            session.closed();
            feed.turn();
            assertThat(witnessConnection.frames())
                    .as("case %d of seed %d", i, SEED)
                    .hasSize(1);
            assertThat(witnessConnection.closeCode()).isNull();
        }

        assertThat(feed.sessions()).isOne();
        assertThat(feed.meter("tradepath.feed.subscriptions")).isOne();
    }

    private byte[] bytes() {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) != 0) {
            text.append(PIECES.getFirst());
        }
        for (int n = random.nextInt(6); n >= 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int n = random.nextInt(3); n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(50) == 0) {
            byte[] huge = new byte[70_000];
            System.arraycopy(bytes, 0, huge, 0, bytes.length);
            Arrays.fill(huge, bytes.length, huge.length, (byte) 'x');
            return huge;
        }
        return bytes;
    }

    private List<ByteBuffer> portions(byte[] bytes) {
        List<ByteBuffer> portions = new ArrayList<>();
        int most = random.nextBoolean() ? bytes.length : 1 + random.nextInt(40);
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(most));
            portions.add(ByteBuffer.wrap(bytes, from, length));
            from += length;
        }
        return portions;
    }

    private static void assertSound(int i, FakeConnection connection) {
        List<String> frames = connection.frames();
        for (String frame : frames) {
            assertThat(frame.stripLeading())
                    .as("case %d of seed %d", i, SEED)
                    .matches("(?s)(CONNECTED|MESSAGE|RECEIPT|ERROR)\n.*|")
                    .doesNotContain("Exception", "\tat ");
        }
        Integer code = connection.closeCode();
        if (code != null && code != 1000) {
            assertThat(frames.getLast()).as("case %d of seed %d", i, SEED).startsWith("ERROR\n");
        }
    }
}
