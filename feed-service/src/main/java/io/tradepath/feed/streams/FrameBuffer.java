package io.tradepath.feed.streams;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers STOMP frames into WebSocket messages of bounded size, none of which cuts a frame in two.
 *
 * <p>Tomcat's WebSocket client, which Spring's STOMP client may stand on, closes on a text message of over 8 KiB unless
 * told otherwise.
 */
public final class FrameBuffer {
    /** A message is closed before the frame that would take it over this size; a single frame may be larger. */
    public static final int MESSAGE_BYTES = 8_000;

    /** What may be left unused of a buffer that a slow reader holds on to. */
    private static final int UNUSED_BYTES_MAX = 4 * 1024;

    private byte[] bytes;
    private int length;
    private int messageStart;
    private final List<Integer> ends = new ArrayList<>();

    public FrameBuffer(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /** Appends a frame that is whole in itself. */
    public void frame(byte[] frame) {
        reserve(frame.length);
        append(frame);
    }

    /** Appends a MESSAGE of head and tail. */
    public void frame(byte[] head, byte[] tail) {
        reserve(head.length + tail.length);
        append(head);
        append(tail);
    }

    /** Appends messages that another buffer made. */
    public void messages(List<ByteBuffer> messages) {
        for (ByteBuffer message : messages) {
            reserve(message.remaining());
            message.get(message.position(), bytes, length, message.remaining());
            length += message.remaining();
        }
    }

    public int length() {
        return length;
    }

    /** All of it; the buffer must not be used afterwards. */
    public List<ByteBuffer> toMessages() {
        if (length == 0) {
            return List.of();
        }
        if (bytes.length - length > UNUSED_BYTES_MAX) {
            bytes = Arrays.copyOf(bytes, length);
        }
        if (ends.isEmpty()) {
            return List.of(ByteBuffer.wrap(bytes, 0, length));
        }
        List<ByteBuffer> messages = new ArrayList<>(ends.size() + 1);
        int start = 0;
        for (int end : ends) {
            messages.add(ByteBuffer.wrap(bytes, start, end - start));
            start = end;
        }
        messages.add(ByteBuffer.wrap(bytes, start, length - start));
        return messages;
    }

    private void reserve(int frameBytes) {
        if (length > messageStart && length - messageStart + frameBytes > MESSAGE_BYTES) {
            ends.add(length);
            messageStart = length;
        }
        if (length + frameBytes > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + frameBytes, bytes.length * 2));
        }
    }

    private void append(byte[] piece) {
        System.arraycopy(piece, 0, bytes, length, piece.length);
        length += piece.length;
    }
}
