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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Many clients on one thread, told what to do on standard input:
 *
 * <ul>
 *   <li>{@code open N}: so many more connect and subscribe at once; answers with the milliseconds until all were taken in.
 *   <li>{@code served}: answers with the milliseconds from the last {@code open} until all had an update of each of their
 *       subscriptions, or -1 where none came for a second.
 *   <li>{@code close}: all end.
 *   <li>{@code measure SECONDS}: answers with a {@link Tally}, and the milliseconds that were measured.
 *   <li>{@code stall N}: so many stop reading.
 * </ul>
 *
 * <p>Arguments: {@code stomp} or {@code nats}, port, {@code like} or {@code own}, instruments.
 */
final class LoadClient {
    static final int SUBSCRIPTIONS = 4;

    private static final int READ_BYTES = 256 * 1024;
    /** What a message can be that is not whole yet, beside what is read. */
    private static final int UNREAD_BYTES_MAX = 64 * 1024;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long OPEN_SILENCE_MAX_MILLIS = 60_000;
    private static final long SERVED_SILENCE_MAX_MILLIS = 1_000;

    private final InetSocketAddress server;
    private final Dialect dialect;
    private final boolean like;
    private final List<CurrencyPair> pairs;
    private final Selector selector = Selector.open();
    private final ByteBuffer reading = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] scratch = new byte[READ_BYTES + UNREAD_BYTES_MAX];
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Tally tally = new Tally();
    private int opened;
    private long openedNanos;

    private LoadClient(int port, Dialect dialect, boolean like, List<CurrencyPair> pairs) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.dialect = dialect;
        this.like = like;
        this.pairs = pairs;
    }

    public static void main(String[] arguments) throws Exception {
        LoadClient load = new LoadClient(
                Integer.parseInt(arguments[1]),
                arguments[0].equals("nats") ? new NatsDialect() : new StompDialect(),
                arguments[2].equals("like"),
                Ticks.pairs(Integer.parseInt(arguments[3])));
        Thread.ofPlatform().name("load").daemon().start(load::run);
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ", -1);
            System.out.println(
                    switch (words[0]) {
                        case "open" -> load.open(Integer.parseInt(words[1]));
                        case "served" -> load.served();
                        case "close" -> load.close();
                        case "measure" -> load.measure(Integer.parseInt(words[1]));
                        case "stall" -> load.stall(Integer.parseInt(words[1]));
                        default -> "what?";
                    });
        }
        System.exit(0);
    }

    private long open(int count) throws InterruptedException {
        openedNanos = System.nanoTime();
        int first = opened;
        opened += count;
        onThread(() -> {
            try {
                for (int i = first; i < first + count; i++) {
                    open(like ? 0 : i, like ? "" : "-" + i);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        long connected = awaitAll(tally::connections, OPEN_SILENCE_MAX_MILLIS);
        if (connected < 0) {
            throw new IllegalStateException(
                    "of %d clients %d were taken in, and %s".formatted(opened, tally.connections(), tally));
        }
        return connected;
    }

    private long served() throws InterruptedException {
        return awaitAll(tally::clientsServed, SERVED_SILENCE_MAX_MILLIS);
    }

    /** Waits until a count is that of all; the milliseconds since they came, or -1 where it stands for so long. */
    private long awaitAll(IntSupplier count, long silenceMaxMillis) throws InterruptedException {
        int seen = -1;
        long grown = System.nanoTime();
        while (seen < opened) {
            int[] now = {0};
            onThread(() -> now[0] = count.getAsInt());
            if (now[0] > seen) {
                seen = now[0];
                grown = System.nanoTime();
            } else if (System.nanoTime() - grown > TimeUnit.MILLISECONDS.toNanos(silenceMaxMillis)) {
                return -1;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return TimeUnit.NANOSECONDS.toMillis(grown - openedNanos);
    }

    private void open(int offset, String suffix) throws IOException {
        List<CurrencyPair> subscriptions = new ArrayList<>();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            subscriptions.add(pairs.get((offset * SUBSCRIPTIONS + offset / 5 + i) % pairs.size()));
        }
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        Subscriber subscriber = new Subscriber(dialect, tally, dialect.opening(subscriptions, suffix), SUBSCRIPTIONS);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, subscriber);
        if (channel.connect(server)) {
            connected(key);
        }
    }

    private void connected(SelectionKey key) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        byte[] handshake = dialect.handshake().replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        Subscriber.writeAll((SocketChannel) key.channel(), ByteBuffer.wrap(handshake));
    }

    private void run() {
        try {
            while (true) {
                selector.select(this::ready, 100);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ready(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                connected(key);
                return;
            }
            reading.clear();
            if (channel.read(reading) < 0) {
                end(key);
            } else {
                ((Subscriber) key.attachment()).received(channel, reading.flip(), scratch);
            }
        } catch (IOException gone) {
            end(key);
        }
    }

    private void end(SelectionKey key) {
        tally.closed();
        close(key);
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String close() throws InterruptedException {
        opened = 0;
        onThread(() -> {
            selector.keys().forEach(LoadClient::close);
            tally.resetConnections();
        });
        return "done";
    }

    private String measure(int seconds) throws InterruptedException {
        onThread(tally::reset);
        long begin = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds));
        String[] result = {""};
        onThread(() -> result[0] = tally + " " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        return result[0];
    }

    private String stall(int count) throws InterruptedException {
        onThread(() -> selector.keys().stream()
                .filter(key -> key.interestOps() != 0)
                .limit(count)
                .forEach(key -> key.interestOps(0)));
        return "done";
    }

    /** Has something done between two rounds of reading, and waits for it. */
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
