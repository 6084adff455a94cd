package io.tradepath.bench.feed;

import io.tradepath.fx.CurrencyPair;
import java.util.List;

/** What the clients of a server speak on their WebSocket. */
sealed interface Dialect permits StompDialect, NatsDialect {
    /** Takes what a server sends. */
    interface Receiver {
        /** The server has taken the client in. */
        void connected();

        /** The server asks whether the client is there, and expects this answer. */
        void answer(String message);

        /** An update of the subscription with this number; the time is that of {@link Ticks}, -1 where none is said. */
        void update(int subscription, long epoch, long seq, long dueNanos);
    }

    /** The head of the HTTP request, with line feeds alone. */
    String handshake();

    /** WebSocket's opcode of what the clients send. */
    int opcode();

    /**
     * What a client sends first, a message each.
     *
     * @param subscriptions numbered in this order
     * @param suffix what makes its subscriptions' ids its own; empty where all have the same
     */
    List<String> opening(List<CurrencyPair> subscriptions, String suffix);

    /** Reads what is whole of {@code bytes[from, end)}; where the rest begins. */
    int read(byte[] bytes, int from, int end, Receiver receiver);

    /** Where a byte is in {@code bytes[from, end)}, or -1. */
    static int find(byte[] bytes, int from, int end, char wanted) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** The decimal number that begins at {@code from}. */
    static long number(byte[] bytes, int from, int end) {
        long number = 0;
        for (int i = from; i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
