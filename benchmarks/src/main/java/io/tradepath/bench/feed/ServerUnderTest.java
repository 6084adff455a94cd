package io.tradepath.bench.feed;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * A server process, told what to do on its standard input: {@code rate N} ticks a second, {@code stats}, {@code gc}.
 * Arguments: {@code tradepath}, {@code spring} or {@code nats}, the port, the number of instruments, and for NATS where
 * its program and its files are.
 */
final class ServerUnderTest {
    private ServerUnderTest() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        int instruments = Integer.parseInt(arguments[2]);
        LongSupplier otherCpuNanos = () -> 0;
        Ticks.Sink sink = switch (arguments[0]) {
            case "tradepath" -> TradepathServer.start(port, Ticks.pairs(instruments));
            case "spring" -> SpringBrokerServer.start(port);
            case "nats" -> {
                NatsServer nats = NatsServer.start(Path.of(arguments[3]), port);
                otherCpuNanos = nats::cpuNanos;
                yield nats.publisher();
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        Ticks ticks = new Ticks(instruments, sink);
        Thread.ofPlatform().name("ticks").daemon().start(ticks);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ", -1);
            switch (words[0]) {
                case "rate" -> {
                    ticks.setPerSecond(Long.parseLong(words[1]));
                    System.out.println("done");
                }
                case "gc" -> {
                    System.gc();
                    System.out.println("done");
                }
                case "stats" -> System.out.println(stats(ticks, otherCpuNanos));
                default -> System.out.println("what?");
            }
        }
        System.exit(0);
    }

    /** CPU nanoseconds, bytes allocated by platform threads, ticks published, bytes of heap in use. */
    private static String stats(Ticks ticks, LongSupplier otherCpuNanos) {
        long cpu = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                + otherCpuNanos.getAsLong();
        long allocated =
                ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
        Runtime runtime = Runtime.getRuntime();
        return cpu + " " + allocated + " " + ticks.published() + " " + (runtime.totalMemory() - runtime.freeMemory());
    }
}
