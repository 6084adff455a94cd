package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.Health;
import io.tradepath.alb.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Targets come, drain, die and fall ill under load, from a seed. A predictor knows when each was what, and says for
 * each answer whether an Application Load Balancer could have given it.
 */
class ChurnPredictorTest {

    private static final int CLIENTS = 6;
    private static final int STEPS = 60;
    private static final int REQUESTS_PER_STEP = 60;
    private static final int POLLS_PER_CHECK = 100;

    /** A target and the spans, in ticks of one common counter, in which it could answer and could be chosen. */
    private static final class Tracked {
        private final String name;
        private final StubTarget stub;
        private volatile long choosableFrom;
        private volatile long choosableUntil = Long.MAX_VALUE;
        private volatile long killedAt = Long.MAX_VALUE;
        private volatile long illFrom = Long.MAX_VALUE;
        private volatile long wellFrom = Long.MAX_VALUE;

        Tracked(String name, StubTarget stub) {
            this.name = name;
            this.stub = stub;
        }

        /** Whether a request between the two ticks could have been given to this target. */
        boolean choosable(long sent, long received) {
            boolean registered = received >= choosableFrom && sent <= choosableUntil;
            boolean surelyIll = sent > illFrom && received < wellFrom;
            return registered && !surelyIll;
        }
    }

    private record Observed(long sent, long received, int status, String body) {}

    private final AtomicLong ticks = new AtomicLong();
    private final List<Tracked> all = new CopyOnWriteArrayList<>();
    private final List<Long> advances = new CopyOnWriteArrayList<>();
    private final Queue<Observed> observed = new ConcurrentLinkedQueue<>();

    @Test
    void everyAnswerUnderChurnIsOneThatAnAlbCouldGive() throws Exception {
        long seed = Long.getLong("gateway.seed", System.nanoTime());
        System.out.println("churn, -Dgateway.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ManualTime time = new ManualTime();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong done = new AtomicLong();
        // time moves on by health checks here, not by waiting: no idle timeout is to fall into that
        String template = Templates.all(
                "- {Key: idle_timeout.timeout_seconds, Value: '4000'}",
                "UnhealthyThresholdCount: 2\nHealthyThresholdCount: 2\n"
                        + "TargetGroupAttributes: [{Key: deregistration_delay.timeout_seconds, Value: '3600'}]",
                "",
                "- {Type: forward, TargetGroupArn: !Ref A}");
        try (TestGateway gateway = TestGateway.of(template).time(time).start()) {
            for (int i = 0; i < 3; i++) {
                add(gateway);
            }
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofPlatform().start(() -> load(gateway.port(), over, done)));
            }
            for (int step = 0; step < STEPS; step++) {
                long from = done.get();
                TestGateway.await(() -> done.get() - from >= REQUESTS_PER_STEP);
                change(gateway, time, random);
            }
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
            for (Tracked tracked : all) {
                tracked.stub.close();
            }
        }
        List<String> unexplained = observed.stream()
                .filter(each -> !isExplained(each))
                .map(Observed::toString)
                .toList();
        assertThat(unexplained).as("seed %d", seed).isEmpty();
        assertThat(observed.stream().filter(each -> each.status() == 200).count())
                .isGreaterThan(STEPS * REQUESTS_PER_STEP / 2);
    }

    private boolean isExplained(Observed each) {
        return switch (each.status()) {
            case 200 ->
                all.stream().anyMatch(t -> t.name.equals(each.body()) && t.choosable(each.sent(), each.received()));
            // a 502 wants a target that was dead by the time of the answer and could have been chosen
            case 502 ->
                all.stream().anyMatch(t -> t.killedAt <= each.received() && t.choosable(each.sent(), each.received()));
            // a 503 wants a moment within the request at which no target was registered
            case 503 ->
                all.stream().noneMatch(t -> t.choosableFrom <= each.sent() && t.choosableUntil >= each.received());
            // a 504 wants 10 s to have passed while a connection was being made
            case 504 ->
                advances.stream()
                                .filter(tick -> tick >= each.sent() && tick <= each.received())
                                .count()
                        >= 1;
            default -> false;
        };
    }

    private void load(int port, AtomicBoolean over, AtomicLong done) {
        while (!over.get()) {
            try (RawClient client = new RawClient(port)) {
                boolean goesOn = true;
                while (goesOn && !over.get()) {
                    long sent = ticks.incrementAndGet();
                    client.send(RawClient.request("GET", "/"));
                    RawClient.Answer answer = client.read();
                    observed.add(new Observed(sent, ticks.incrementAndGet(), answer.status(), answer.body()));
                    done.incrementAndGet();
                    goesOn = !"close".equals(answer.header("Connection"));
                }
            } catch (IOException e) {
                // an ALB breaks a client's connection only in the middle of an answer, and these are in one piece
                observed.add(new Observed(0, 0, -1, String.valueOf(e)));
                return;
            }
        }
    }

    private void add(TestGateway gateway) throws IOException {
        String name = "t" + all.size();
        StubTarget stub = StubTarget.start(StubTarget.says(name));
        Tracked tracked = new Tracked(name, stub);
        tracked.choosableFrom = ticks.incrementAndGet();
        all.add(tracked);
        Target ignored = gateway.gateway.register(new TargetSpec("A", "127.0.0.1", stub.port(), 0, false));
        gateway.awaitState("A", stub, Health.State.HEALTHY);
    }

    private List<Tracked> in(TestGateway gateway, Set<Health.State> states) {
        return all.stream()
                .filter(t -> t.choosableUntil == Long.MAX_VALUE && t.killedAt == Long.MAX_VALUE)
                .filter(t ->
                        states.contains(gateway.target("A", t.stub).health().state()))
                .toList();
    }

    private void change(TestGateway gateway, ManualTime time, SplittableRandom random) throws IOException {
        List<Tracked> healthy = in(gateway, Set.of(Health.State.HEALTHY));
        List<Tracked> ill = in(gateway, Set.of(Health.State.UNHEALTHY));
        switch (random.nextInt(6)) {
            case 0, 1 -> add(gateway);
            case 2 -> {
                if (healthy.size() > 1) {
                    drain(gateway, healthy.get(random.nextInt(healthy.size())));
                }
            }
            case 3 -> {
                if (healthy.size() > 1) {
                    kill(gateway, time, healthy.get(random.nextInt(healthy.size())));
                }
            }
            case 4 -> {
                if (healthy.size() > 1) {
                    fallIll(gateway, time, healthy.get(random.nextInt(healthy.size())));
                }
            }
            case 5 -> {
                if (!ill.isEmpty()) {
                    recover(gateway, time, ill.get(random.nextInt(ill.size())));
                }
            }
            default -> throw new IllegalStateException(String.format(Locale.ROOT, "six kinds of change"));
        }
    }

    private void drain(TestGateway gateway, Tracked tracked) {
        gateway.gateway.group("A").deregister(tracked.stub.address());
        tracked.choosableUntil = ticks.incrementAndGet();
    }

    /** A target that dies is found unhealthy two checks later, and until then it may be chosen, for a 502. */
    private void kill(TestGateway gateway, ManualTime time, Tracked tracked) throws IOException {
        tracked.killedAt = ticks.incrementAndGet();
        tracked.stub.kill();
        checkUntil(gateway, time, tracked, Health.State.UNHEALTHY);
        tracked.illFrom = ticks.incrementAndGet();
        drain(gateway, tracked);
    }

    private void fallIll(TestGateway gateway, ManualTime time, Tracked tracked) {
        tracked.stub.healthStatus(500);
        checkUntil(gateway, time, tracked, Health.State.UNHEALTHY);
        tracked.wellFrom = Long.MAX_VALUE;
        tracked.illFrom = ticks.incrementAndGet();
    }

    private void recover(TestGateway gateway, ManualTime time, Tracked tracked) {
        tracked.stub.healthStatus(200);
        tracked.wellFrom = ticks.incrementAndGet();
        checkUntil(gateway, time, tracked, Health.State.HEALTHY);
        tracked.illFrom = Long.MAX_VALUE;
    }

    /** Lets health checks come due, one after another, until the target is in the state. */
    private void checkUntil(TestGateway gateway, ManualTime time, Tracked tracked, Health.State state) {
        int[] inRow = {-1};
        int[] unchanged = {0};
        TestGateway.await(() -> {
            Health health = gateway.target("A", tracked.stub).health();
            if (health.state() == state) {
                return true;
            }
            // a check that was under way before the change may have told nothing new: the next one will
            if (health.inRow() != inRow[0] || ++unchanged[0] % POLLS_PER_CHECK == 0) {
                inRow[0] = health.inRow();
                time.advance(java.time.Duration.ofSeconds(10));
                advances.add(ticks.incrementAndGet());
            }
            return false;
        });
    }
}
