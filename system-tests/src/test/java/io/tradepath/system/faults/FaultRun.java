package io.tradepath.system.faults;

import io.tradepath.system.client.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One fault in the middle of load: what came of it. */
final class FaultRun {
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration AFTER = Duration.ofSeconds(4);
    /** Everything has arrived within this time of the fault's end. */
    static final Duration DRAINED_MAX = Duration.ofSeconds(60);

    private static final Duration SEEN_MAX = Duration.ofSeconds(30);

    private final FaultySuite suite;
    private final Load load;
    private final List<String> timeline = new ArrayList<>();
    private final long startedNanos = System.nanoTime();

    FaultRun(FaultySuite suite, Load load) {
        this.suite = suite;
        this.load = load;
    }

    /**
     * What came of a run.
     *
     * @param requests answered or given up during the run
     * @param unknown those that were given up
     * @param drained from the end of the fault to rest
     * @param wrong what does not hold
     */
    record Result(Fault fault, long seed, int requests, long unknown, Duration drained, List<String> wrong) {
        String line(Clock clock) {
            return "%s | %s | seed %d | %d requests, %d unknown | drained %.1f s | %s%n"
                    .formatted(
                            clock.instant(),
                            fault,
                            seed,
                            requests,
                            unknown,
                            drained.toMillis() / 1000.0,
                            wrong.isEmpty() ? "holds" : "WRONG " + wrong);
        }

        void appendTo(Path file) throws IOException {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    line(Clock.systemUTC()),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    Result run(Fault fault, long seed) throws Exception {
        Random random = new Random(seed);
        int before = load.history().entries().size();
        note("load begins");
        load.go(seed);
        Thread.sleep(BEFORE.plusMillis(random.nextInt(1_000)));
        List<String> wrong = new ArrayList<>();
        note(fault.description());
        fault.inject(suite, random);
        long ended = System.nanoTime();
        note("the fault is over");
        Thread.sleep(AFTER);
        load.stop();
        note("load has ended");
        Invariants invariants = new Invariants(suite.suite());
        List<String> unrest = invariants.awaitRest(DRAINED_MAX);
        Duration drained = Duration.ofNanos(System.nanoTime() - ended);
        note(unrest.isEmpty() ? "rest" : "no rest");
        wrong.addAll(unrest);
        wrong.addAll(check(invariants));
        List<History.Entry> entries = load.history().entries();
        List<History.Entry> ours = entries.subList(before, entries.size());
        long unknown = ours.stream()
                .filter(e -> e.outcome() == History.Outcome.UNKNOWN)
                .count();
        Result result = new Result(fault, seed, ours.size(), unknown, drained, List.copyOf(wrong));
        if (!wrong.isEmpty()) {
            report(result);
        }
        return result;
    }

    private List<String> check(Invariants invariants) throws SQLException, IOException, InterruptedException {
        List<String> wrong = new ArrayList<>(invariants.atRest());
        wrong.addAll(invariants.againstHistory(load.history()));
        wrong.addAll(invariants.streams(suite.api(), load.streams(), SEEN_MAX));
        return wrong;
    }

    private void note(String what) {
        timeline.add("%8.3f s  %s".formatted((System.nanoTime() - startedNanos) / 1e9, what));
    }

    /** Leaves what a person needs to look into it: seed, timeline, what differs, the logs around it. */
    private void report(Result result) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "fault-reports", result.fault() + "-" + result.seed()));
        StringBuilder text = new StringBuilder(result.line(Clock.systemUTC()));
        text.append("\nAgain: ./test --faults --seed ").append(result.seed()).append("\n\nTimeline\n");
        timeline.forEach(line -> text.append(line).append('\n'));
        text.append("\nWhat does not hold\n");
        result.wrong().forEach(line -> text.append(line).append('\n'));
        text.append("\nWhat the suite said\n")
                .append(String.join("\n", suite.suite().output()));
        Files.writeString(folder.resolve("report.txt"), text);
        for (String name : List.of(
                "accounts",
                "accounts-2",
                "executions",
                "executions-2",
                "feed",
                "feed-2",
                "gateway",
                "kafka",
                "postgres")) {
            Files.writeString(folder.resolve(name + ".log"), suite.suite().logTail(name, 2_000));
        }
    }
}
