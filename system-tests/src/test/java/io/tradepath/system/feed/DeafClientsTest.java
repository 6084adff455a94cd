package io.tradepath.system.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import io.tradepath.system.suite.TcpProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sockets whose clients do not read, or are not there any more. */
@Order(Suites.SIMULATED + 1)
class DeafClientsTest {
    private static final int STALLED = 1_000;
    /** One identity may have two hundred sockets at an instance. */
    private static final int IDENTITIES = 10;

    private static final int HALF_OPEN = 20;
    private static final long HEAP_EACH_MAX_BYTES = 64 * 1024;
    private static final String INSTANCE = "feed-2";
    private static final int POLICY_VIOLATION = 1008;

    /** Silence may last 45 s. */
    private static final Duration SILENT_MAX = Duration.ofSeconds(45 + 5 + 5);
    /** Silence is found in any case, a write that does not end after 15 s; and there are a thousand to look at. */
    private static final Duration FOUND_OUT_MAX = SILENT_MAX.plusSeconds(30);

    private static final Duration THERE_MAX = Duration.ofSeconds(60);

    private static final Pattern LIVE_TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);

    private final List<RawSocket> sockets = new ArrayList<>();
    private RunningSuite suite;
    private Api api;
    private FeedInstances instances;

    @BeforeEach
    void start() {
        suite = Suites.simulated();
        api = new Api(suite.gateway(), suite.issuer());
        instances = new FeedInstances(suite, api);
    }

    @AfterEach
    void closeSockets() throws IOException {
        for (RawSocket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void stalledSocketsCostLittleDisturbNobodyAndAreClosedWithTheReason() throws Exception {
        List<String> some = destinations(List.of("S5"));
        List<String> tokens = SuiteTokens.of(suite).ofSubjects(IDENTITIES);
        awaitNoSockets();
        double closedBefore = closedForDeafness();
        try (EpochWatch other = EpochWatch.follow(api, instances.uri(INSTANCE), instruments())) {
            FeedInstances.within(THERE_MAX, "the other is there", () -> sessions() == 1);
            HeapUse before = heapUsed();
            for (int i = 0; i < STALLED; i++) {
                sockets.add(new RawSocket(suite.port(INSTANCE), tokens.get(i % IDENTITIES)));
            }
            for (RawSocket socket : sockets) {
                socket.subscribe(some);
            }
            HeapUse most = before;
            long deadline = System.nanoTime() + FOUND_OUT_MAX.toNanos();
            while (sessions() > STALLED / 2) {
                HeapUse now = heapUsed();
                most = now.bytes() > most.bytes() ? now : most;
                assertThat(System.nanoTime()).as("half are found out").isLessThan(deadline);
            }
            FeedInstances.within(FOUND_OUT_MAX, "all are closed", () -> sessions() == 1);
            assertThat(closedForDeafness() - closedBefore).isEqualTo(STALLED);
            long each = (most.bytes() - HeapUse.between(before, heapUsed(), most.nanos())) / STALLED;
            System.out.printf("%d stalled sockets: %d bytes of heap each%n", STALLED, each);
            assertThat(each).isLessThan(HEAP_EACH_MAX_BYTES);
            assertThat(other.violations()).isEmpty();
        }
    }

    @Test
    void aStalledSocketThatReadsOnFindsTheReason() throws Exception {
        awaitNoSockets();
        double stalls = instances.metric(INSTANCE, "tradepath_feed_stalls_total");
        double closed = closedForDeafness();
        RawSocket socket = new RawSocket(suite.port(INSTANCE), api.token("trader-1"));
        sockets.add(socket);
        socket.subscribe(destinations(List.of("S5", "M1", "M5", "M15", "H1", "H4", "D")));
        FeedInstances.within(
                FOUND_OUT_MAX,
                "it is found out",
                () -> instances.metric(INSTANCE, "tradepath_feed_stalls_total") > stalls
                        || closedForDeafness() > closed);
        assertThat(socket.readToClose())
                .isIn(
                        new RawSocket.Closed(POLICY_VIOLATION, "does not read"),
                        // Where so little happens that the kernel holds it all, the pings are not answered.
                        new RawSocket.Closed(POLICY_VIOLATION, "silent"));
    }

    @Test
    void halfOpenSocketsAreFoundAndFreed() throws Exception {
        awaitNoSockets();
        try (TcpProxy connection = new TcpProxy()) {
            connection.to(suite.port(INSTANCE));
            for (int i = 0; i < HALF_OPEN; i++) {
                RawSocket socket = new RawSocket(connection.port(), api.token("trader-1"));
                sockets.add(socket);
                socket.subscribe(List.of("/topic/status"));
            }
            assertThat(sessions()).isEqualTo(HALF_OPEN);
            connection.swallow();
            FeedInstances.within(SILENT_MAX, "all are closed", () -> sessions() == 0);
        }
    }

    /** Sockets of tests before, which have left theirs. */
    private void awaitNoSockets() throws Exception {
        FeedInstances.within(FOUND_OUT_MAX, "no sockets are open", () -> sessions() == 0);
    }

    private double closedForDeafness() throws IOException, InterruptedException {
        return instances.metric(INSTANCE, "tradepath_feed_closes_total{cause=\"stalled\"}")
                + instances.metric(INSTANCE, "tradepath_feed_closes_total{cause=\"silent\"}");
    }

    private double sessions() throws IOException, InterruptedException {
        return instances.metric(INSTANCE, "tradepath_feed_sessions");
    }

    private List<String> instruments() throws IOException, InterruptedException {
        List<String> instruments = new ArrayList<>();
        for (JsonNode quote :
                api.get("trader-1", "/feed/quotes").expect(200).body().path("quotes")) {
            instruments.add(quote.path("instrument").asString());
        }
        return instruments;
    }

    /** Quotes of all instruments, and these candles. */
    private List<String> destinations(List<String> granularities) throws IOException, InterruptedException {
        List<String> destinations = new ArrayList<>();
        for (String instrument : instruments()) {
            destinations.add("/topic/quotes." + instrument);
            for (String granularity : granularities) {
                destinations.add("/topic/candles." + instrument + "." + granularity);
            }
        }
        return destinations;
    }

    /** Bytes in use at a time. */
    private record HeapUse(long bytes, long nanos) {
        /** What would be used without the sockets: the ring of updates and the candles fill all the while. */
        static long between(HeapUse before, HeapUse after, long nanos) {
            double part = (double) (nanos - before.nanos()) / (after.nanos() - before.nanos());
            return before.bytes() + (long) (part * (after.bytes() - before.bytes()));
        }
    }

    /** Of what is reachable alone: between a collection and a look at the heap there is new garbage, at times megabytes. */
    private HeapUse heapUsed() throws IOException, InterruptedException {
        Matcher total = LIVE_TOTAL.matcher(jcmd("GC.class_histogram"));
        assertThat(total.find()).isTrue();
        return new HeapUse(Long.parseLong(total.group(1)), System.nanoTime());
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(suite.pid(INSTANCE)),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(said).isZero();
        return said;
    }
}
