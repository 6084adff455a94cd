package io.tradepath.bench.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The messages that load and target exchange: few, known and of fixed size, so that neither has to parse much. */
final class Http {
    static final String SMALL_PATH = "/accounts/small";
    static final String DOWN_PATH = "/executions/down";
    static final String UP_PATH = "/executions/up";
    static final String SOCKET_PATH = "/feed/stomp";

    /** A balance, say. */
    static final int SMALL_BYTES = 200;

    static final long LARGE_BYTES = 1L << 30;

    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final String HOST = "Host: localhost\r\nUser-Agent: tradepath-bench\r\n";

    private Http() {}

    static byte[] get(String path) {
        return ascii("GET " + path + " HTTP/1.1\r\n" + HOST + "Accept: application/json\r\n\r\n");
    }

    static byte[] upload() {
        return ascii("POST " + UP_PATH + " HTTP/1.1\r\n" + HOST + "Content-Length: " + LARGE_BYTES + "\r\n\r\n");
    }

    static byte[] upgrade() {
        return ascii("GET " + SOCKET_PATH + " HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    static byte[] answer(String body) {
        return ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    static byte[] downloadHead() {
        return ascii("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + LARGE_BYTES
                + "\r\n\r\n");
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes up to and with the empty line; 0 while it has not come. */
    static int headBytes(ByteBuf bytes) {
        int from = bytes.readerIndex();
        int at = from;
        while (true) {
            int cr = bytes.indexOf(at, bytes.writerIndex(), (byte) '\r');
            if (cr < 0 || cr + HEAD_END.length > bytes.writerIndex()) {
                return 0;
            }
            if (bytes.getInt(cr) == 0x0D0A0D0A) {
                return cr + HEAD_END.length - from;
            }
            at = cr + 1;
        }
    }

    /** {@code next} behind {@code held}, where something is held. Takes both over. */
    static ByteBuf joined(@Nullable ByteBuf held, ByteBuf next) {
        return held == null ? next : Unpooled.wrappedBuffer(held, next);
    }

    static boolean startsWith(ByteBuf bytes, byte[] text) {
        if (bytes.readableBytes() < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
