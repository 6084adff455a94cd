package io.tradepath.bench.feed;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The feed beside Spring's simple broker and NATS, and alone with many clients. */
public final class FeedBench {
    private static final int INSTRUMENTS_LIKE = LoadClient.SUBSCRIPTIONS;
    private static final int INSTRUMENTS_OWN = 20;

    private final Path home;
    private final PrintStream out;
    private final int warmSeconds = Integer.getInteger("tradepath.bench.warm", 40);
    private final int measureSeconds = Integer.getInteger("tradepath.bench.seconds", 10);
    private final String population = System.getProperty("tradepath.bench.population", "");
    private final int rounds = Integer.getInteger("tradepath.bench.rounds", 3);

    public FeedBench(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Deliveries beside others'; true when the goals that must hold do. */
    public boolean run() throws IOException, InterruptedException {
        @Nullable Path nats = NatsServer.install(home);
        settings();
        out.println(
                nats == null ? "nats      not compared: it is built by Go, which is not here" : "nats      v2.15.0");
        DeliveryBench deliveries = new DeliveryBench(out, warmSeconds, measureSeconds, rounds);
        boolean holds = true;
        if (!population.equals("own")) {
            holds = deliveries.run("like", INSTRUMENTS_LIKE, 1_600_000, nats);
        }
        if (!population.equals("like")) {
            holds &= deliveries.run("own", INSTRUMENTS_OWN, 800_000, nats);
        }
        return holds;
    }

    /** Many clients at once; true when the goals that must hold do. */
    public boolean runCrowd() throws IOException {
        settings();
        return new CrowdBench(out, warmSeconds, measureSeconds, rounds).run();
    }

    private void settings() {
        out.printf(
                Locale.ROOT,
                "settings  %d subscriptions for each client, server on core 0, clients on core 1, %d s warm, %d s x %d%n",
                LoadClient.SUBSCRIPTIONS,
                warmSeconds,
                measureSeconds,
                rounds);
    }
}
