package io.tradepath.bench.feed;

import io.tradepath.fx.CurrencyPair;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * Many STOMP clients on one thread, told what to do on standard input: {@code measure SECONDS}, {@code stall N} (so many
 * stop reading). Arguments: port, clients, {@code like} or {@code own}, instruments.
 */
final class LoadClient {
    private static final int READ_BYTES = 256 * 1024;
    private static final int SUBSCRIPTIONS = 4;
    private static final String HANDSHAKE = """
            GET /feed/stomp HTTP/1.1
            Host: localhost
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Protocol: v12.stomp

            """;

    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    private final Selector selector = Selector.open();
    private final ByteBuffer reading = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] bytes = new byte[READ_BYTES * 2];
    private final List<Client> clients = new ArrayList<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Histogram latencyMicros = new Histogram(60_000_000L, 3);
    private long delivered;
    private long missed;
    private long wrong;
    private long closed;

    private LoadClient() throws IOException {}

    /** One socket; the numbers are of its subscriptions. */
    private static final class Client {
        private final long[] seqs = new long[SUBSCRIPTIONS];
        private byte[] rest = {};
        private boolean pinged;
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        boolean like = arguments[2].equals("like");
        LoadClient load = new LoadClient();
        List<CurrencyPair> pairs = Ticks.pairs(Integer.parseInt(arguments[3]));
        for (int i = 0; i < count; i++) {
            load.open(port, like ? 0 : i, like ? "" : "-" + i, pairs);
        }
        Thread.ofPlatform().name("load").daemon().start(load::run);
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ", -1);
            switch (words[0]) {
                case "measure" -> System.out.println(load.measure(Integer.parseInt(words[1])));
                case "stall" -> {
                    load.stall(Integer.parseInt(words[1]));
                    System.out.println("done");
                }
                default -> System.out.println("what?");
            }
        }
        System.exit(0);
    }

    private void open(int port, int offset, String suffix, List<CurrencyPair> pairs) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        send(channel, HANDSHAKE.replace("\n", "\r\n"));
        String head = "";
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!head.endsWith("\r\n\r\n")) {
            one.clear();
            if (channel.read(one) < 0) {
                throw new IOException("closed during the handshake");
            }
            head += (char) one.get(0);
        }
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException(head);
        }
        sendMessage(
                channel, "CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\nAuthorization:Bearer a\n\n\0");
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            CurrencyPair pair = pairs.get((offset * SUBSCRIPTIONS + offset / 5 + i) % pairs.size());
            sendMessage(channel, "SUBSCRIBE\nid:" + i + suffix + "\ndestination:/topic/quotes." + pair + "\n\n\0");
        }
        channel.configureBlocking(false);
        Client client = new Client();
        clients.add(client);
        SelectionKey _ = channel.register(selector, SelectionKey.OP_READ, client);
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** With a mask of zeros, which leaves the bytes as they are. */
    private static void sendMessage(SocketChannel channel, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(payload.length + 8);
        out.put((byte) 0x81);
        if (payload.length < 126) {
            out.put((byte) (0x80 | payload.length));
        } else {
            out.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        out.putInt(0).put(payload).flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private void run() {
        try {
            while (true) {
                selector.select(this::read, 100);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            reading.clear();
            int length = ((SocketChannel) key.channel()).read(reading);
            if (length < 0) {
                end(key);
                return;
            }
            int from = client.rest.length;
            System.arraycopy(client.rest, 0, bytes, 0, from);
            reading.flip().get(bytes, from, length);
            int used = messages(client, from + length);
            if (client.pinged) {
                client.pinged = false;
                ((SocketChannel) key.channel()).write(ByteBuffer.wrap(PONG));
            }
            client.rest = Arrays.copyOfRange(bytes, used, from + length);
        } catch (IOException gone) {
            end(key);
        }
    }

    private void end(SelectionKey key) {
        closed++;
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the whole WebSocket messages; how many bytes they were. */
    private int messages(Client client, int end) {
        long now = System.nanoTime();
        int at = 0;
        while (at + 2 <= end) {
            int header = 2;
            int length = bytes[at + 1] & 0x7F;
            if (length == 126) {
                if (at + 4 > end) {
                    break;
                }
                length = (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
                header = 4;
            } else if (length == 127) {
                throw new IllegalStateException("a message of over 64 KiB");
            }
            if (at + header + length > end) {
                break;
            }
            int opcode = bytes[at] & 0x0F;
            client.pinged |= opcode == 9;
            if (opcode <= 2) {
                frames(client, at + header, at + header + length, now);
            }
            at += header + length;
        }
        return at;
    }

    private void frames(Client client, int from, int end, long now) {
        int at = from;
        while (at < end) {
            if (bytes[at] == '\n') {
                at++;
            } else {
                at = frame(client, at, end, now);
            }
        }
    }

    /** Reads one frame's headers and passes over its body; where it ends. */
    private int frame(Client client, int from, int end, long now) {
        boolean message = bytes[from] == 'M';
        int subscription = -1;
        long epoch = -1;
        long seq = -1;
        long due = -1;
        int length = -1;
        int at = lineEnd(from) + 1;
        while (bytes[at] != '\n') {
            int next = lineEnd(at);
            switch (bytes[at]) {
                case 's' -> {
                    if (bytes[at + 1] == 'u') {
                        subscription = bytes[at + 13] - '0';
                    } else if (bytes[at + 1] == 'e' && bytes[at + 2] == 'q') {
                        seq = number(at + 4, next);
                    }
                }
                case 'e' -> epoch = number(at + 6, next);
                case 'd' -> {
                    if (bytes[at + 1] == 'u') {
                        due = number(at + 4, next);
                    }
                }
                case 'c' -> {
                    if (bytes[at + 8] == 'l') {
                        length = (int) number(at + 15, next);
                    }
                }
                default -> {}
            }
            at = next + 1;
        }
        at++;
        if (length < 0) {
            length = 0;
            while (bytes[at + length] != 0) {
                length++;
            }
        }
        if (message) {
            count(client, subscription, epoch, seq, due, now);
        }
        if (at + length >= end || bytes[at + length] != 0) {
            throw new IllegalStateException("a frame does not end where it says");
        }
        return at + length + 1;
    }

    private void count(Client client, int subscription, long epoch, long seq, long due, long now) {
        long before = client.seqs[subscription];
        if (epoch != Ticks.EPOCH || seq <= before) {
            wrong++;
            return;
        }
        client.seqs[subscription] = seq;
        if (before == 0) {
            return;
        }
        delivered++;
        missed += seq - before - 1;
        latencyMicros.recordValue(Math.clamp((now - due) / 1_000, 0, 59_000_000L));
    }

    private int lineEnd(int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private long number(int from, int end) {
        long number = 0;
        for (int i = from; i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** Delivered, passed over, wrong, closed; median and 99th percentile in microseconds; seconds. */
    private String measure(int seconds) throws InterruptedException {
        onThread(() -> {
            delivered = 0;
            missed = 0;
            wrong = 0;
            latencyMicros.reset();
        });
        long begin = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds));
        String[] result = {""};
        onThread(() -> result[0] = delivered + " " + missed + " " + wrong + " " + closed + " "
                + latencyMicros.getValueAtPercentile(50) + " " + latencyMicros.getValueAtPercentile(99) + " "
                + (System.nanoTime() - begin) / 1_000_000);
        return result[0];
    }

    private void stall(int count) throws InterruptedException {
        onThread(() -> selector.keys().stream().limit(count).forEach(key -> key.interestOps(0)));
    }

    private void onThread(Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        tasks.add(() -> {
            task.run();
            done.countDown();
        });
        selector.wakeup();
        done.await();
    }
}
