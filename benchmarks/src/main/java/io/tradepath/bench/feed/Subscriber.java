package io.tradepath.bench.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client's socket: from the handshake on, it takes WebSocket messages apart and counts what is in them. */
final class Subscriber implements Dialect.Receiver {
    private static final byte[] NOTHING = {};
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
    private static final int PING_OPCODE = 9;
    private static final int CONTROL_OPCODES = 8;

    private final Dialect dialect;
    private final Tally tally;
    private final List<String> opening;
    private final long[] seqs;
    private int subscriptionsServed;
    private boolean upgraded;
    private long nowNanos;
    private @Nullable String answer;

    /** Of what the WebSocket messages carry, what is not whole yet. */
    private byte[] unread = NOTHING;
    /** A WebSocket frame's header, or the answer to the handshake, as long as it is not whole. */
    private byte[] head = NOTHING;
    /** Bytes that the WebSocket frame that has begun still has to come. */
    private long frameLeft;

    private int opcode;

    Subscriber(Dialect dialect, Tally tally, List<String> opening, int subscriptions) {
        this.dialect = dialect;
        this.tally = tally;
        this.opening = opening;
        this.seqs = new long[subscriptions];
    }

    /**
     * Takes what has come.
     *
     * @param input filled from 0, to be used by this call alone
     * @param scratch larger than the input by what can be left of a message
     */
    void received(SocketChannel channel, ByteBuffer input, byte[] scratch) throws IOException {
        nowNanos = System.nanoTime();
        int before = unread.length;
        System.arraycopy(unread, 0, scratch, 0, before);
        System.arraycopy(head, 0, scratch, before, head.length);
        int at = before;
        int end = before + head.length + input.remaining();
        input.get(scratch, before + head.length, input.remaining());
        if (!upgraded) {
            at = upgrade(channel, scratch, at, end);
        }
        // What is not read yet is always right before what comes next.
        int from = at - before;
        while (at < end) {
            if (frameLeft == 0) {
                int payload = header(scratch, at, end);
                if (payload < 0) {
                    break;
                }
                from = shift(scratch, from, at, payload);
                at = payload;
            }
            int taken = (int) Math.min(frameLeft, end - at);
            frameLeft -= taken;
            at += taken;
            if (opcode >= CONTROL_OPCODES) {
                from = shift(scratch, from, at - taken, at);
                if (opcode == PING_OPCODE && frameLeft == 0) {
                    writeAll(channel, ByteBuffer.wrap(PONG));
                }
            } else {
                from = dialect.read(scratch, from, at, this);
                if (answer != null) {
                    writeAll(channel, message(answer));
                    answer = null;
                }
            }
        }
        unread = from == at ? NOTHING : Arrays.copyOfRange(scratch, from, at);
        head = at == end ? NOTHING : Arrays.copyOfRange(scratch, at, end);
    }

    /** Moves what is not read over what lies between it and what comes next; where it begins now. */
    private static int shift(byte[] bytes, int from, int end, int to) {
        int length = end - from;
        if (length > 0) {
            System.arraycopy(bytes, from, bytes, to - length, length);
        }
        return to - length;
    }

    private int upgrade(SocketChannel channel, byte[] bytes, int from, int end) throws IOException {
        String answer = new String(bytes, from, end - from, StandardCharsets.US_ASCII);
        int last = answer.indexOf("\r\n\r\n");
        if (last < 0) {
            return from;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException(answer);
        }
        upgraded = true;
        for (String message : opening) {
            writeAll(channel, message(message));
        }
        return from + last + "\r\n\r\n".length();
    }

    /** Reads a frame's header; where its payload begins, or -1 where the header is not whole. */
    private int header(byte[] bytes, int at, int end) {
        if (!upgraded || at + 2 > end) {
            return -1;
        }
        int length = bytes[at + 1] & 0x7F;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (at + 2 + more > end) {
            return -1;
        }
        opcode = bytes[at] & 0x0F;
        frameLeft = more == 0 ? length : 0;
        for (int i = 0; i < more; i++) {
            frameLeft = frameLeft << 8 | (bytes[at + 2 + i] & 0xFF);
        }
        return at + 2 + more;
    }

    /** With a mask of zeros, which leaves the bytes as they are. */
    private ByteBuffer message(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(payload.length + 8);
        out.put((byte) (0x80 | dialect.opcode()));
        if (payload.length < 126) {
            out.put((byte) (0x80 | payload.length));
        } else {
            out.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        return out.putInt(0).put(payload).flip();
    }

    /** Small messages to a server that reads. */
    static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void connected() {
        tally.connected();
    }

    @Override
    public void answer(String message) {
        answer = message;
    }

    @Override
    public void update(int subscription, long epoch, long seq, long dueNanos) {
        long before = seqs[subscription];
        if (epoch != Ticks.EPOCH || seq <= before) {
            tally.wrong();
            return;
        }
        seqs[subscription] = seq;
        if (before == 0) {
            if (++subscriptionsServed == seqs.length) {
                tally.served();
            }
        } else {
            tally.delivered(seq - before - 1, nowNanos - dueNanos);
        }
    }
}
