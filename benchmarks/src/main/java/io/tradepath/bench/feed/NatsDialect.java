package io.tradepath.bench.feed;

import io.tradepath.fx.CurrencyPair;
import java.util.List;

/** The client protocol of NATS: a message's headers carry what STOMP's do, and its payload is the same JSON. */
final class NatsDialect implements Dialect {
    @Override
    public String handshake() {
        return """
                GET / HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
                Sec-WebSocket-Version: 13

                """;
    }

    @Override
    public int opcode() {
        return 2;
    }

    /** The number of the subscription is its id, which is the client's own in this protocol. */
    @Override
    public List<String> opening(List<CurrencyPair> subscriptions, String suffix) {
        StringBuilder lines = new StringBuilder("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,"
                + "\"lang\":\"java\",\"version\":\"1\",\"protocol\":1}\r\n");
        for (int i = 0; i < subscriptions.size(); i++) {
            lines.append("SUB quotes.")
                    .append(subscriptions.get(i))
                    .append(' ')
                    .append(i)
                    .append("\r\n");
        }
        return List.of(lines.append("PING\r\n").toString());
    }

    @Override
    public int read(byte[] bytes, int from, int end, Receiver receiver) {
        int at = from;
        while (true) {
            int line = Dialect.find(bytes, at, end, '\n') + 1;
            int next = line;
            if (line > 0 && bytes[at] == 'H') {
                next = message(bytes, at, line, end, receiver);
            } else if (line > 0 && bytes[at] == 'P' && bytes[at + 1] == 'O') {
                receiver.connected();
            } else if (line > 0 && bytes[at] == 'P' && bytes[at + 1] == 'I') {
                receiver.answer("PONG\r\n");
            }
            if (next <= 0) {
                return at;
            }
            at = next;
        }
    }

    /** {@code HMSG quotes.EUR_USD 0 54 600}, headers, payload; where it ends, or -1 where it is not whole. */
    private static int message(byte[] bytes, int from, int line, int end, Receiver receiver) {
        int subject = Dialect.find(bytes, from, line, ' ') + 1;
        int sid = Dialect.find(bytes, subject, line, ' ') + 1;
        int headerBytes = Dialect.find(bytes, sid, line, ' ') + 1;
        int totalBytes = Dialect.find(bytes, headerBytes, line, ' ') + 1;
        int body = line + (int) Dialect.number(bytes, headerBytes, line);
        int last = line + (int) Dialect.number(bytes, totalBytes, line);
        if (last + 2 > end) {
            return -1;
        }
        if (bytes[last] != '\r' || bytes[last + 1] != '\n') {
            throw new IllegalStateException("a message does not end where it says");
        }
        long epoch = -1;
        long seq = -1;
        long due = -1;
        for (int at = Dialect.find(bytes, line, body, '\n') + 1;
                at > 0 && at < body;
                at = Dialect.find(bytes, at, body, '\n') + 1) {
            switch (bytes[at]) {
                case 'e' -> epoch = Dialect.number(bytes, at + "epoch:".length(), body);
                case 's' -> seq = Dialect.number(bytes, at + "seq:".length(), body);
                case 'd' -> due = Dialect.number(bytes, at + "due:".length(), body);
                default -> {}
            }
        }
        receiver.update((int) Dialect.number(bytes, sid, line), epoch, seq, due);
        return last + 2;
    }
}
