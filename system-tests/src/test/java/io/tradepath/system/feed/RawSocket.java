package io.tradepath.system.feed;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A WebSocket by hand, that reads when it is told to and not before. */
final class RawSocket implements AutoCloseable {
    /** Little room in the kernel, so that what is not read is soon felt. */
    private static final int RECEIVE_BYTES = 32 * 1024;

    private static final int ANSWER_MAX_MS = 20_000;
    private static final int MASKED_TEXT = 0x81;
    private static final int CLOSE = 0x8;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** How the service ended it. */
    record Closed(int code, String reason) {}

    /** Connects and is done when CONNECTED has come. */
    RawSocket(int port, String token) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.setSoTimeout(ANSWER_MAX_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MAX_MS);
        in = new DataInputStream(socket.getInputStream());
        String host = "localhost:" + port;
        socket.getOutputStream()
                .write(("GET /feed/stomp HTTP/1.1\r\nHost: " + host
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: v12.stomp\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String status = readHead();
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IOException(status);
        }
        send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nAuthorization:Bearer " + token + "\n\n\0");
        String answer = new String(readFrame().payload(), StandardCharsets.UTF_8);
        if (!answer.startsWith("CONNECTED")) {
            throw new IOException(answer);
        }
    }

    void subscribe(List<String> destinations) throws IOException {
        StringBuilder frames = new StringBuilder();
        for (String destination : destinations) {
            frames.append("SUBSCRIBE\nid:")
                    .append(destination)
                    .append("\ndestination:")
                    .append(destination)
                    .append("\n\n\0");
        }
        send(frames.toString());
    }

    /** Reads everything up to the service's close. */
    Closed readToClose() throws IOException {
        while (true) {
            Frame frame = readFrame();
            if (frame.opcode() == CLOSE) {
                byte[] payload = frame.payload();
                int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
                return new Closed(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Frame(int opcode, byte[] payload) {}

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private Frame readFrame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte() & 0x7f;
        long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = new byte[Math.toIntExact(size)];
        in.readFully(payload);
        return new Frame(opcode, payload);
    }

    /** One text message, masked with zeros, which changes nothing. */
    private void send(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream(payload.length + 14);
        message.write(MASKED_TEXT);
        if (payload.length < 126) {
            message.write(0x80 | payload.length);
        } else {
            message.write(0x80 | 126);
            message.write(payload.length >> 8);
            message.write(payload.length);
        }
        message.write(new byte[4]);
        message.write(payload);
        OutputStream out = socket.getOutputStream();
        out.write(message.toByteArray());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
