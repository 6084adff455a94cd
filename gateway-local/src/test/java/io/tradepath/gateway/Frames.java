package io.tradepath.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** WebSocket frames as bytes (RFC 6455, 5.2), written without any library that could tidy them up. */
final class Frames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final String UPGRADE = RawClient.request(
            "GET",
            "/feed/stomp",
            "Upgrade: websocket",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: v10.stomp, v12.stomp",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

    static final String SWITCHING = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "Sec-WebSocket-Protocol: v12.stomp",
            "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover",
            "",
            "");

    private Frames() {}

    /** One frame; a client's is masked, and with a mask of zeros its payload stays readable. */
    static byte[] frame(boolean fin, int opcode, byte[] payload, boolean masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((fin ? 0x80 : 0) | opcode);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            out.write(mask | payload.length);
        } else if (payload.length < 65_536) {
            out.write(mask | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        if (masked) {
            out.writeBytes(new byte[4]);
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    static byte[] close(int code, String reason, boolean masked) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[text.length + 2];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return frame(true, CLOSE, payload, masked);
    }

    /** A run of frames of any kind and size, fragmented messages with control frames between their parts too. */
    static byte[] random(RandomGenerator random, int frames, boolean masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < frames; i++) {
            int parts = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1;
            for (int part = 0; part < parts; part++) {
                int opcode = part > 0 ? CONTINUATION : random.nextBoolean() ? TEXT : BINARY;
                out.writeBytes(frame(part == parts - 1, opcode, payload(random), masked));
                if (random.nextInt(5) == 0) {
                    byte[] ping = new byte[random.nextInt(126)];
                    out.writeBytes(frame(true, random.nextBoolean() ? PING : PONG, ping, masked));
                }
            }
        }
        return out.toByteArray();
    }

    private static byte[] payload(RandomGenerator random) {
        int size = switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 125 + random.nextInt(3);
            case 2 -> 65_534 + random.nextInt(4);
            case 3 -> random.nextInt(200_000);
            default -> random.nextInt(2000);
        };
        byte[] payload = new byte[size];
        random.nextBytes(payload);
        return payload;
    }

    static byte[] readExactly(InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length != bytes) {
            throw new IOException("the stream ended after " + read.length + " of " + bytes + " bytes");
        }
        return read;
    }
}
