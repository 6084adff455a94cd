package io.tradepath.feed.streams;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gathers STOMP frames into WebSocket text messages of bounded size, none of which cuts a frame in two. The messages are
 * as they go to the socket (RFC 6455, 5.2: one frame each, final, not masked), so that they can be shared by sessions.
 *
 * <p>Tomcat's WebSocket client, which Spring's STOMP client may stand on, closes on a text message of over 8 KiB unless
 * told otherwise.
 */
public final class FrameBuffer {
    /** A message is ended before the frame that would take it over this size; a single frame may be larger. */
    public static final int MESSAGE_BYTES = 8_000;

    private static final int FINAL_TEXT = 0x81;
    private static final int LENGTH_7_BITS_MAX = 125;
    private static final int LENGTH_16_BITS = 126;
    private static final int LENGTH_16_BITS_MAX = 0xFFFF;
    private static final int LENGTH_64_BITS = 127;
    /** Kept before a message that is being gathered: what its header most often takes. */
    private static final int HEADER_BYTES = 4;

    /** What may be left unused of a buffer that a slow reader holds on to. */
    private static final int UNUSED_BYTES_MAX = 4 * 1024;

    private byte[] bytes;
    private int length;
    /** Where the payload begins of the message that is being gathered; 0 where none is. */
    private int payload;

    /**
     * Makes an empty buffer, which grows.
     *
     * @param expectedBytes of the STOMP frames
     */
    public FrameBuffer(int expectedBytes) {
        // A message is nearly full when it is ended, as frames are small.
        bytes = new byte[expectedBytes + HEADER_BYTES * (2 + expectedBytes / (MESSAGE_BYTES / 2))];
    }

    /** Appends a frame that is whole in itself. */
    public void frame(byte[] frame) {
        begin(frame.length);
        append(frame);
    }

    /** Appends a MESSAGE of head and tail. */
    public void frame(byte[] head, byte[] tail) {
        begin(head.length + tail.length);
        append(head);
        append(tail);
    }

    /** Appends messages that another buffer made. */
    public void messages(ByteBuffer messages) {
        endMessage();
        int more = messages.remaining();
        reserve(more);
        messages.get(messages.position(), bytes, length, more);
        length += more;
    }

    /** Bytes so far. */
    public int length() {
        return length;
    }

    /** All of it; the buffer must not be used afterwards. */
    public ByteBuffer toMessages() {
        endMessage();
        if (bytes.length - length > UNUSED_BYTES_MAX) {
            bytes = Arrays.copyOf(bytes, length);
        }
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private void begin(int frameBytes) {
        if (payload > 0 && length - payload + frameBytes > MESSAGE_BYTES) {
            endMessage();
        }
        if (payload == 0) {
            reserve(HEADER_BYTES + frameBytes);
            length += HEADER_BYTES;
            payload = length;
        } else {
            reserve(frameBytes);
        }
    }

    /** Writes the header, and moves the payload where the header is not of the usual size. */
    private void endMessage() {
        if (payload == 0) {
            return;
        }
        int size = length - payload;
        int header = size <= LENGTH_7_BITS_MAX ? 2 : size <= LENGTH_16_BITS_MAX ? HEADER_BYTES : 2 + Long.BYTES;
        int start = payload - HEADER_BYTES;
        if (header != HEADER_BYTES) {
            reserve(header);
            System.arraycopy(bytes, payload, bytes, start + header, size);
            length = start + header + size;
        }
        ByteBuffer out = ByteBuffer.wrap(bytes, start, header).put((byte) FINAL_TEXT);
        if (size <= LENGTH_7_BITS_MAX) {
            out.put((byte) size);
        } else if (size <= LENGTH_16_BITS_MAX) {
            out.put((byte) LENGTH_16_BITS).putShort((short) size);
        } else {
            out.put((byte) LENGTH_64_BITS).putLong(size);
        }
        payload = 0;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    private void append(byte[] piece) {
        System.arraycopy(piece, 0, bytes, length, piece.length);
        length += piece.length;
    }
}
