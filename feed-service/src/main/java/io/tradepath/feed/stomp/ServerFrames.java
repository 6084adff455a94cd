package io.tradepath.feed.stomp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames that the server sends, as bytes.
 *
 * <p>A MESSAGE is made of two pieces: a head that names the subscription and is the session's own, and a tail with
 * everything else, which is made once and shared by all sessions.
 */
public final class ServerFrames {
    private static final byte[] HEARTBEAT = {'\n'};

    private static final String VERSION = "1.2";

    private ServerFrames() {}

    /** An end of line between frames. */
    public static byte[] heartbeat() {
        return HEARTBEAT.clone();
    }

    /**
     * The answer to CONNECT.
     *
     * @param sendsEachMs that the server sends something at least this often; 0 is never
     * @param wantsEachMs that it wants to hear something at least this often; 0 is never
     */
    public static byte[] connected(String session, String user, int sendsEachMs, int wantsEachMs) {
        // CONNECTED's headers stand unescaped: neither a subject nor an id of ours has what would need it.
        return utf8("CONNECTED\nversion:" + VERSION + "\nheart-beat:" + sendsEachMs + "," + wantsEachMs + "\nsession:"
                + session + "\nserver:tradepath\nuser-name:" + printable(user) + "\n\n\0");
    }

    public static byte[] receipt(String id) {
        return utf8("RECEIPT\nreceipt-id:" + escaped(id) + "\n\n\0");
    }

    /**
     * What precedes the end of a connection.
     *
     * @param message a short text that stays the same
     * @param detail what is wrong here
     * @param receiptId of the frame at fault, where it asked for a receipt
     */
    public static byte[] error(String message, String detail, @Nullable String receiptId) {
        byte[] body = utf8(detail);
        String receipt = receiptId == null ? "" : "receipt-id:" + escaped(receiptId) + "\n";
        return utf8("ERROR\nversion:" + VERSION + "\n" + receipt + "message:" + escaped(message)
                + "\ncontent-type:text/plain;charset=utf-8\ncontent-length:" + body.length + "\n\n" + detail + "\0");
    }

    /** The head of each MESSAGE of a subscription. */
    public static byte[] head(String subscriptionId) {
        return utf8("MESSAGE\nsubscription:" + escaped(subscriptionId) + "\n");
    }

    /** The head of a MESSAGE before which {@code conflated} updates of its subscription were passed over. */
    public static byte[] head(String subscriptionId, long conflated) {
        return utf8("MESSAGE\nsubscription:" + escaped(subscriptionId) + "\nconflated:" + conflated + "\n");
    }

    /**
     * What follows the head of a MESSAGE.
     *
     * @param headers further ones, in their order
     * @param body JSON
     */
    public static byte[] tail(String destination, String messageId, Map<String, String> headers, byte[] body) {
        StringBuilder text = new StringBuilder(256);
        text.append("message-id:").append(escaped(messageId));
        text.append("\ndestination:").append(escaped(destination));
        headers.forEach(
                (name, value) -> text.append('\n').append(name).append(':').append(escaped(value)));
        text.append("\ncontent-type:application/json\ncontent-length:").append(body.length);
        byte[] head = utf8(text.append("\n\n").toString());
        byte[] tail = new byte[head.length + body.length + 1];
        System.arraycopy(head, 0, tail, 0, head.length);
        System.arraycopy(body, 0, tail, head.length, body.length);
        return tail;
    }

    private static String escaped(String text) {
        boolean plain = text.chars().noneMatch(c -> c == '\\' || c == ':' || c == '\n' || c == '\r');
        return plain
                ? text
                : text.replace("\\", "\\\\")
                        .replace(":", "\\c")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r");
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x21-\\x39\\x3B-\\x7E]", "_");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
