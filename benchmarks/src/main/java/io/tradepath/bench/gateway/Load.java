package io.tradepath.bench.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.tradepath.bench.load.Client;
import io.tradepath.bench.load.RequestLoad;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The client and the target of every proxy, on one thread, told what to do on standard input. {@code target} answers the
 * target's port; the others take the port that the load goes to: {@code requests PORT CONNECTIONS PACE SECONDS},
 * {@code frames PORT SOCKETS PACE SECONDS}, {@code body PORT up|down PAUSES}, {@code open PORT SOCKETS},
 * {@code close}.
 */
final class Load {
    /** What a socket takes: the client's end and the target's. */
    private static final int DESCRIPTORS_PER_SOCKET = 2;

    private static final int DESCRIPTORS_SPARED = 500;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Target target = new Target();
    private final int targetPort;
    private @Nullable FrameLoad open;

    private Load() throws InterruptedException {
        targetPort = target.open(loop);
    }

    public static void main(String[] arguments) throws Exception {
        Load load = new Load();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(load.answer(command.split(" ", -1)));
        }
        System.exit(0);
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "target" -> Integer.toString(targetPort);
            case "requests" ->
                RequestLoad.run(client(words), new SmallAnswers(), number(words, 2), number(words, 3), number(words, 4))
                        .encode();
            case "frames" -> {
                FrameLoad frames = FrameLoad.open(client(words), target, number(words, 2));
                String measured =
                        frames.measure(number(words, 3), number(words, 4)).encode();
                frames.close();
                yield measured;
            }
            case "body" ->
                BodyLoad.run(client(words), words[2].equals("up"), Boolean.parseBoolean(words[3]))
                        .encode();
            case "open" -> {
                int count = Math.min(number(words, 2), socketsMax());
                open = FrameLoad.open(client(words), target, count);
                // that each of them gets a frame says that it is alive
                var _ = open.measure(count, 1);
                yield Integer.toString(count);
            }
            case "close" -> {
                if (open != null) {
                    open.close();
                }
                yield "done";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private Client client(String[] words) {
        return new Client(loop.next(), number(words, 1));
    }

    private static int number(String[] words, int at) {
        return Integer.parseInt(words[at]);
    }

    private static int socketsMax() {
        long descriptors =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        return Math.toIntExact((descriptors - DESCRIPTORS_SPARED) / DESCRIPTORS_PER_SOCKET);
    }
}
