package io.tradepath.bench.feed;

import io.tradepath.fx.CurrencyPair;
import java.util.ArrayList;
import java.util.List;

/** STOMP 1.2, as the feed and Spring's simple broker have it. */
final class StompDialect implements Dialect {
    /** {@code subscription:}. */
    private static final int SUBSCRIPTION_VALUE = 13;

    @Override
    public String handshake() {
        return """
                GET /feed/stomp HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Protocol: v12.stomp

                """;
    }

    @Override
    public int opcode() {
        return 1;
    }

    @Override
    public List<String> opening(List<CurrencyPair> subscriptions, String suffix) {
        List<String> frames = new ArrayList<>();
        frames.add("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\nAuthorization:Bearer a\n\n\0");
        for (int i = 0; i < subscriptions.size(); i++) {
            frames.add(
                    "SUBSCRIBE\nid:" + i + suffix + "\ndestination:/topic/quotes." + subscriptions.get(i) + "\n\n\0");
        }
        return frames;
    }

    @Override
    public int read(byte[] bytes, int from, int end, Receiver receiver) {
        int at = from;
        while (at < end) {
            int next = bytes[at] == '\n' ? at + 1 : frame(bytes, at, end, receiver);
            if (next < 0) {
                break;
            }
            at = next;
        }
        return at;
    }

    /** Reads one frame's headers and passes over its body; where it ends, or -1 where it is not whole. */
    private static int frame(byte[] bytes, int from, int end, Receiver receiver) {
        int subscription = -1;
        long epoch = -1;
        long seq = -1;
        long due = -1;
        int length = -1;
        int line = Dialect.find(bytes, from, end, '\n') + 1;
        while (line > 0 && line < end && bytes[line] != '\n') {
            switch (bytes[line]) {
                case 's' -> {
                    if (line + SUBSCRIPTION_VALUE < end && bytes[line + 1] == 'u') {
                        subscription = bytes[line + SUBSCRIPTION_VALUE] - '0';
                    } else if (line + 2 < end && bytes[line + 1] == 'e' && bytes[line + 2] == 'q') {
                        seq = Dialect.number(bytes, line + "seq:".length(), end);
                    }
                }
                case 'e' -> epoch = Dialect.number(bytes, line + "epoch:".length(), end);
                case 'd' -> {
                    if (line + 1 < end && bytes[line + 1] == 'u') {
                        due = Dialect.number(bytes, line + "due:".length(), end);
                    }
                }
                case 'c' -> {
                    if (line + "content-".length() < end && bytes[line + "content-".length()] == 'l') {
                        length = (int) Dialect.number(bytes, line + "content-length:".length(), end);
                    }
                }
                default -> {}
            }
            line = Dialect.find(bytes, line, end, '\n') + 1;
        }
        if (line <= 0 || line >= end) {
            return -1;
        }
        int body = line + 1;
        int last = length < 0 ? Dialect.find(bytes, body, end, '\0') : body + length;
        if (last < 0 || last >= end) {
            return -1;
        }
        if (bytes[last] != 0) {
            throw new IllegalStateException("a frame does not end where it says");
        }
        if (bytes[from] == 'M') {
            receiver.update(subscription, epoch, seq, due);
        } else if (bytes[from] == 'C') {
            receiver.connected();
        }
        return last + 1;
    }
}
