package io.tradepath.bench.gateway;

import io.tradepath.bench.Figures;
import io.tradepath.bench.PinnedJvm;
import io.tradepath.bench.load.Measured;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** gateway-local, nginx and Spring Cloud Gateway in turns: work for a second of CPU, added time, large bodies, memory. */
public final class GatewayBench {
    private static final int CONNECTIONS = 64;
    private static final int REQUESTS_PACED = 2_000;
    private static final int SOCKETS = 100;
    private static final int FRAMES_PACED = 15_000;
    private static final int SOCKETS_OPEN = 9_000;

    private static final int STARTS = 5;

    private static final double START_SECONDS_MUST = 3;
    private static final double SPRING_REQUESTS_MUST = 2;
    private static final double NGINX_FRAMES_MUST = 0.8;
    private static final double ADDED_MILLIS_MUST = 0.5;
    private static final double FLAT_MEGABYTES_MUST = 64;
    private static final double NGINX_REQUESTS_GOAL = 0.6;
    private static final double NGINX_FRAMES_GOAL = 1;
    private static final double NGINX_ADDED_MILLIS_GOAL = 0.1;

    private static final int WARM_WALL_FACTOR = 4;
    private static final int WARM_STEP_SECONDS = 5;

    private final Path home;
    private final PrintStream out;
    private final int warmSeconds;
    private final int measureSeconds;
    private final int rounds;

    /** A proxy and what was measured of it. */
    private record Contender(
            Proxy proxy,
            List<Double> requests,
            List<Double> addedP50,
            List<Double> addedP99,
            List<Double> frames,
            List<Double> addedFrameP50) {
        Contender(Proxy proxy) {
            this(proxy, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** What the load saw and what it cost the proxy. */
    private record Cost(Measured load, double cpuSeconds) {
        double perCpuSecond() {
            return load.count() / cpuSeconds;
        }
    }

    public GatewayBench(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
        this.warmSeconds = Integer.getInteger("tradepath.bench.warm", 40);
        this.measureSeconds = Integer.getInteger("tradepath.bench.seconds", 4);
        this.rounds = Integer.getInteger("tradepath.bench.rounds", 3);
    }

    /** Runs and prints, and says whether the goals that must hold do. */
    public boolean run() throws IOException {
        print(
                "settings  proxy on core 0, client and target on core 1, %d CPU-seconds warm, %d rounds of %d s",
                warmSeconds, rounds, measureSeconds);
        Path folder = Files.createTempDirectory("tradepath-bench-");
        List<Contender> contenders = new ArrayList<>();
        try (PinnedJvm load = PinnedJvm.start(1, Load.class)) {
            int target = Integer.parseInt(load.ask("target"));
            boolean quick = isQuickToStart(folder, target);
            Contender ours = new Contender(Proxy.gatewayLocal(home, folder, target));
            contenders.add(ours);
            Contender spring = new Contender(Proxy.spring(folder, target));
            contenders.add(spring);
            Contender nginx = Proxy.hasNginx() ? new Contender(Proxy.nginx(folder, target)) : null;
            if (nginx == null) {
                print("nginx is not installed: what is compared with it is left out");
            } else {
                contenders.add(nginx);
            }
            warm(load, ours.proxy());
            warm(load, spring.proxy());
            for (int round = 0; round < rounds; round++) {
                measureRequests(load, contenders);
                measurePacedRequests(load, contenders, target);
                measureFrames(load, contenders, target);
            }
            measureBodies(load, contenders);
            boolean flat = isMemoryFlat(load, ours.proxy());
            return report(ours, spring, nginx) && flat && quick;
        } finally {
            contenders.forEach(each -> each.proxy().close());
            delete(folder);
        }
    }

    /** Whether gateway-local alone gives its first answer soon. */
    private boolean isQuickToStart(Path folder, int target) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (Proxy alone = Proxy.gatewayLocalAlone(home, folder, target)) {
                seconds.add(alone.startTime().toMillis() / 1_000.0);
            }
        }
        Figures figures = new Figures("s", seconds);
        boolean holds = figures.runs().getLast() < START_SECONDS_MUST;
        print("java -jar gateway-local.jar to its first answer: %s", figures);
        print("  must: under %.0f s: %s", START_SECONDS_MUST, said(holds));
        return holds;
    }

    /** By the CPU that it has used: on a machine with other work a JVM gets warm later. */
    private void warm(PinnedJvm load, Proxy proxy) throws IOException {
        long end = proxy.cpu().plusSeconds(warmSeconds).toNanos();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_WALL_FACTOR * (long) warmSeconds);
        while (proxy.cpu().toNanos() < end && System.nanoTime() < deadline) {
            requests(load, proxy, 0, WARM_STEP_SECONDS);
            requests(load, proxy, REQUESTS_PACED, 1);
            frames(load, proxy, 2);
        }
        body(load, proxy, "up", false);
        body(load, proxy, "down", false);
        print("%s is warm after %.0f s of CPU", proxy.name(), proxy.cpu().toMillis() / 1_000.0);
    }

    private void measureRequests(PinnedJvm load, List<Contender> contenders) throws IOException {
        print("%nsmall answers, %d connections, as fast as it goes", CONNECTIONS);
        for (Contender each : contenders) {
            Cost cost = requests(load, each.proxy(), 0, measureSeconds);
            each.requests().add(cost.perCpuSecond());
            print(
                    "  %-10s %8.0f/s %8.0f per CPU-second",
                    each.proxy().name(), cost.load().perSecond(), cost.perCpuSecond());
        }
    }

    private void measurePacedRequests(PinnedJvm load, List<Contender> contenders, int target) throws IOException {
        print("%nsmall answers, %d connections, %d/s", CONNECTIONS, REQUESTS_PACED);
        Measured direct =
                asked(load, "requests %d %d %d %d".formatted(target, CONNECTIONS, REQUESTS_PACED, measureSeconds));
        printTimes("direct", direct);
        for (Contender each : contenders) {
            Measured through =
                    requests(load, each.proxy(), REQUESTS_PACED, measureSeconds).load();
            each.addedP50().add(millis(through.p50Nanos() - direct.p50Nanos()));
            each.addedP99().add(millis(through.p99Nanos() - direct.p99Nanos()));
            printTimes(each.proxy().name(), through);
        }
    }

    private void measureFrames(PinnedJvm load, List<Contender> contenders, int target) throws IOException {
        print("%nWebSocket frames, %d sockets, %d/s", SOCKETS, FRAMES_PACED);
        Measured direct = asked(load, "frames %d %d %d %d".formatted(target, SOCKETS, FRAMES_PACED, measureSeconds));
        printTimes("direct", direct);
        for (Contender each : contenders) {
            Cost cost = frames(load, each.proxy(), measureSeconds);
            each.frames().add(cost.perCpuSecond());
            each.addedFrameP50().add(millis(cost.load().p50Nanos() - direct.p50Nanos()));
            printTimes(each.proxy().name(), cost.load());
            print("  %-10s %8.0f per CPU-second", "", cost.perCpuSecond());
        }
    }

    private void measureBodies(PinnedJvm load, List<Contender> contenders) throws IOException {
        print("%na body of %d MB", Http.LARGE_BYTES >> 20);
        for (String direction : List.of("up", "down")) {
            for (Contender each : contenders) {
                each.proxy().forgetPeak();
                double before = each.proxy().residentMegabytes();
                Cost cost = body(load, each.proxy(), direction, false);
                print(
                        "  %-10s %-4s %5.0f MB/s, %5.0f MB per CPU-second; the process has %4.0f MB before, %4.0f MB at most",
                        each.proxy().name(),
                        direction,
                        cost.load().perSecond() / (1 << 20),
                        cost.perCpuSecond() / (1 << 20),
                        before,
                        each.proxy().peakMegabytes());
            }
        }
    }

    /** Whether neither many open sockets nor bodies for a client that stops now and then take much memory. */
    private boolean isMemoryFlat(PinnedJvm load, Proxy proxy) throws IOException {
        print("%nmemory of %s, after a collection", proxy.name());
        double heapBefore = proxy.heapMegabytes();
        print("  before               heap %5.1f MB, process %5.1f MB", heapBefore, proxy.residentMegabytes());
        int open = Integer.parseInt(load.ask("open %d %d".formatted(proxy.port(), SOCKETS_OPEN)));
        double heapOpen = proxy.heapMegabytes();
        print(
                "  %d sockets open    heap %5.1f MB, process %5.1f MB (each has got a frame)",
                open, heapOpen, proxy.residentMegabytes());
        load.ask("close");
        double heapClosed = proxy.heapMegabytes();
        double residentClosed = proxy.residentMegabytes();
        print("  closed               heap %5.1f MB, process %5.1f MB", heapClosed, residentClosed);
        proxy.forgetPeak();
        body(load, proxy, "up", true);
        body(load, proxy, "down", true);
        double peak = proxy.peakMegabytes();
        double heapAfter = proxy.heapMegabytes();
        print(
                "  %d MB up and down  heap %5.1f MB, process %5.1f MB, at most %5.1f MB",
                Http.LARGE_BYTES >> 20, heapAfter, proxy.residentMegabytes(), peak);
        if (open < SOCKETS_OPEN) {
            print("  fewer than %d sockets: the limit of descriptors is too low", SOCKETS_OPEN);
        }
        return open == SOCKETS_OPEN
                && holds("heap within %.0f MB with open sockets".formatted(FLAT_MEGABYTES_MUST), heapOpen - heapBefore)
                && holds(
                        "heap within %.0f MB of it after the bodies".formatted(FLAT_MEGABYTES_MUST),
                        heapAfter - heapClosed)
                && holds(
                        "process within %.0f MB through the bodies".formatted(FLAT_MEGABYTES_MUST),
                        peak - residentClosed);
    }

    private boolean holds(String what, double growthMegabytes) {
        boolean holds = growthMegabytes <= FLAT_MEGABYTES_MUST;
        print("  must: %s: %+.1f MB, %s", what, growthMegabytes, said(holds));
        return holds;
    }

    private boolean report(Contender ours, Contender spring, @Nullable Contender nginx) {
        for (Contender each : nginx == null ? List.of(ours, spring) : List.of(ours, spring, nginx)) {
            print("%n%s", each.proxy().name());
            print("  requests     %s", new Figures("per CPU-second", each.requests()));
            print("  added p50    %s", new Figures("µs", micros(each.addedP50())));
            print("  added p99    %s", new Figures("µs", micros(each.addedP99())));
            print("  frames       %s", new Figures("per CPU-second", each.frames()));
            print("  added p50    %s", new Figures("µs", micros(each.addedFrameP50())));
        }
        print("");
        double toSpring = median(ours.requests()) / median(spring.requests());
        double added = Math.max(median(ours.addedP50()), median(ours.addedFrameP50()));
        boolean must = true;
        must &= must("requests, times Spring Cloud Gateway's", toSpring, toSpring >= SPRING_REQUESTS_MUST);
        must &= must("added p50 in ms", added, added < ADDED_MILLIS_MUST);
        if (nginx != null) {
            double frames = median(ours.frames()) / median(nginx.frames());
            double requests = median(ours.requests()) / median(nginx.requests());
            double beyond = median(ours.addedP50()) - median(nginx.addedP50());
            must &= must("frames, times nginx's", frames, frames >= NGINX_FRAMES_MUST);
            goal("frames, times nginx's", frames, frames >= NGINX_FRAMES_GOAL);
            goal("requests, times nginx's", requests, requests >= NGINX_REQUESTS_GOAL);
            goal("added p50 beyond nginx's in ms", beyond, beyond <= NGINX_ADDED_MILLIS_GOAL);
        }
        return must;
    }

    private boolean must(String what, double value, boolean holds) {
        print("must  %-40s %6.2f  %s", what, value, said(holds));
        return holds;
    }

    private void goal(String what, double value, boolean holds) {
        print("goal  %-40s %6.2f  %s", what, value, said(holds));
    }

    private static String said(boolean holds) {
        return holds ? "holds" : "does not hold";
    }

    private static Cost requests(PinnedJvm load, Proxy proxy, int paced, int seconds) throws IOException {
        return cost(load, proxy, "requests %d %d %d %d".formatted(proxy.port(), CONNECTIONS, paced, seconds));
    }

    private static Cost frames(PinnedJvm load, Proxy proxy, int seconds) throws IOException {
        return cost(load, proxy, "frames %d %d %d %d".formatted(proxy.port(), SOCKETS, FRAMES_PACED, seconds));
    }

    private static Cost body(PinnedJvm load, Proxy proxy, String direction, boolean pauses) throws IOException {
        return cost(load, proxy, "body %d %s %s".formatted(proxy.port(), direction, pauses));
    }

    private static Cost cost(PinnedJvm load, Proxy proxy, String command) throws IOException {
        long before = proxy.cpu().toNanos();
        Measured measured = asked(load, command);
        return new Cost(measured, (proxy.cpu().toNanos() - before) / 1e9);
    }

    private static Measured asked(PinnedJvm load, String command) throws IOException {
        return Measured.decode(load.ask(command));
    }

    private void printTimes(String name, Measured measured) {
        print(
                "  %-10s %8.0f/s  p50 %7.3f ms  p99 %7.3f ms",
                name, measured.perSecond(), millis(measured.p50Nanos()), millis(measured.p99Nanos()));
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static List<Double> micros(List<Double> millis) {
        return millis.stream().map(each -> each * 1_000).toList();
    }

    private static double median(List<Double> values) {
        return new Figures("", values).median();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
