package io.tradepath.suite;

import io.tradepath.suite.ProcessSpec.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** The running suite: every process of the plan, until {@link #stop}. */
final class Suite implements SupervisedProcess.Listener {
    static final Duration READY_MAX = Duration.ofMinutes(5);
    static final Duration STOP_MAX = Duration.ofSeconds(15);
    /** Longer than any deregistration delay that the template gives a target group. */
    static final Duration DRAIN_MAX = Duration.ofMinutes(2);
    /** A process that ends so often before the suite is ready will not get ready. */
    static final int ENDS_WHILE_STARTING_MAX = 3;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LOG_LINES_SHOWN = 15;

    private final Command.Run run;
    private final Path home;
    private final StateFolder state;
    private final Function<Program, List<String>> launcher;
    private final IntSupplier freePorts;
    private final Progress progress;

    private final Map<String, SupervisedProcess> processes = new LinkedHashMap<>(); // guarded by this
    private final Map<String, Integer> endsWhileStarting = new LinkedHashMap<>(); // guarded by this
    private final Set<String> notReady = new LinkedHashSet<>(); // guarded by this
    private Map<Program, Integer> replicas; // guarded by this
    private Ports ports; // guarded by this
    private SuitePlan plan; // guarded by this
    private boolean open; // guarded by this
    private boolean stopping; // guarded by this

    Suite(
            Command.Run run,
            Path home,
            StateFolder state,
            Function<Program, List<String>> launcher,
            IntSupplier freePorts,
            Progress progress) {
        this.run = run;
        this.home = home;
        this.state = state;
        this.launcher = launcher;
        this.freePorts = freePorts;
        this.progress = progress;
        this.replicas = run.replicas();
        this.ports = portsFor(Ports.of(run, freePorts), replicas);
        this.plan = SuitePlan.of(run, home, replicas, ports, launcher);
    }

    private Ports portsFor(Ports before, Map<Program, Integer> wanted) {
        Ports all = before;
        for (Program program : wanted.keySet()) {
            for (String name : SuitePlan.instances(program, wanted)) {
                all = all.withInstance(name, freePorts);
            }
        }
        return all;
    }

    /** Starts every process, all at the same time. */
    synchronized void start() {
        notReady.addAll(plan.processes().stream().map(ProcessSpec::name).toList());
        plan.processes().forEach(Suite::expectPortsFree);
        StateFolder.delete(SuitePlan.replayStart(run.state()));
        state.writePorts(ports);
        for (ProcessSpec process : plan.processes()) {
            supervise(process);
        }
    }

    private static void expectPortsFree(ProcessSpec process) {
        for (int port : process.ports()) {
            if (!FreePorts.isFree(port)) {
                throw new UserError("Port %d, which %s needs, is taken by %s: stop that, or use %s."
                        .formatted(
                                port,
                                process.name(),
                                PortHolder.of(port),
                                process.program() == Program.GATEWAY ? "--port or --dir" : "--dir"));
            }
        }
    }

    private synchronized void supervise(ProcessSpec spec) {
        String name = spec.name();
        if (stopping) {
            return;
        }
        SupervisedProcess process = new SupervisedProcess(name, spec.program(), () -> spec(name), state, this);
        processes.put(name, process);
        process.start();
    }

    private synchronized ProcessSpec spec(String name) {
        return plan.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    @Override
    public synchronized void started(String name) {
        notReady.add(name);
    }

    @Override
    public void ended(String name, String how, Duration restartIn) {
        synchronized (this) {
            if (!open) {
                endsWhileStarting.merge(name, 1, Integer::sum);
            }
        }
        progress.line("%s ended (%s); it is started again in %s s".formatted(name, how, Progress.seconds(restartIn)));
    }

    /** Waits until the suite answers its clients; then a replay begins. */
    void awaitReady() throws InterruptedException {
        long start = System.nanoTime();
        FrontDoor door = frontDoor();
        while (true) {
            if (isStopping()) {
                throw new InterruptedException("the suite is being stopped");
            }
            Duration since = Duration.ofNanos(System.nanoTime() - start);
            expectAlive();
            newlyReady().forEach(process -> progress.ready(process.name(), since, process.ports()));
            List<String> waitedFor = waitedFor();
            if (waitedFor.isEmpty()) {
                Optional<String> missing = door.missing();
                if (missing.isEmpty()) {
                    opened();
                    return;
                }
                waitedFor = List.of(missing.get());
            }
            if (since.compareTo(READY_MAX) > 0) {
                throw new UserError("The suite is not ready after %d minutes: waited for %s. The logs are in %s."
                        .formatted(READY_MAX.toMinutes(), String.join(", ", waitedFor), state.logs()));
            }
            progress.waiting(waitedFor, since);
            Thread.sleep(POLL);
        }
    }

    synchronized FrontDoor frontDoor() {
        return new FrontDoor(
                ports.of("gateway"), ports.of("issuer"), run.replay().isEmpty());
    }

    private synchronized void opened() {
        open = true;
        if (run.replay().isPresent()) {
            try {
                Files.createFile(SuitePlan.replayStart(run.state()));
            } catch (IOException e) {
                throw new UserError("The replay cannot be started: " + e + ".");
            }
        }
    }

    private synchronized void expectAlive() {
        endsWhileStarting.forEach((name, times) -> {
            if (times >= ENDS_WHILE_STARTING_MAX) {
                throw new UserError("%s ended %d times while the suite started. The end of %s:%n%s"
                        .formatted(
                                name,
                                times,
                                state.log(name),
                                String.join(System.lineSeparator(), state.logTail(name, LOG_LINES_SHOWN))));
            }
        });
    }

    private synchronized List<String> waitedFor() {
        return List.copyOf(notReady);
    }

    /** Asks those that were not ready, and returns the ones that are now. */
    private List<ProcessSpec> newlyReady() {
        List<ProcessSpec> asked;
        synchronized (this) {
            asked = plan.processes().stream()
                    .filter(process -> notReady.contains(process.name()))
                    .toList();
        }
        List<ProcessSpec> ready =
                asked.stream().filter(process -> isReady(process.readiness())).toList();
        synchronized (this) {
            ready.forEach(process -> notReady.remove(process.name()));
        }
        return ready;
    }

    private static boolean isReady(Readiness readiness) {
        return switch (readiness) {
            case Readiness.Tcp(int port) -> FreePorts.answers(port);
            case Readiness.Http(URI address) -> {
                try {
                    yield Http.get(address, Map.of()).status() == 200;
                } catch (IOException e) {
                    yield false;
                }
            }
        };
    }

    /** What is to be done now and then while the suite runs. */
    void housekeeping() {
        List<String> names;
        synchronized (this) {
            names = List.copyOf(processes.keySet());
        }
        names.forEach(state::boundLog);
        newlyReady().forEach(process -> progress.line(process.name() + " is ready"));
    }

    /**
     * Changes the number of replicas: new ones are given to the gateway when they are ready; those that go are first
     * taken from it, all at once, and keep running while it drains them.
     */
    String scale(Map<Program, Integer> wanted) throws IOException, InterruptedException {
        StringBuilder report = new StringBuilder();
        for (Map.Entry<Program, Integer> entry : wanted.entrySet()) {
            Program service = entry.getKey();
            int before = replicasOf(service);
            for (int count = before + 1; count <= entry.getValue(); count++) {
                grow(service, count);
            }
            for (int count = before - 1; count >= entry.getValue(); count--) {
                targets().deregister(service, ports().of(instance(service, count + 1)));
            }
            for (int count = before - 1; count >= entry.getValue(); count--) {
                shrink(service, count);
            }
            report.append("%s: %d before, %d now%n".formatted(service.label(), before, entry.getValue()));
        }
        return report.toString();
    }

    private synchronized int replicasOf(Program service) {
        return replicas.getOrDefault(service, 1);
    }

    private synchronized void change(Program service, int count, Ports changed) {
        Map<Program, Integer> counts = new EnumMap<>(Program.class);
        counts.putAll(replicas);
        counts.put(service, count);
        replicas = counts;
        ports = changed;
        plan = SuitePlan.of(run, home, replicas, ports, launcher);
        state.writePorts(ports);
    }

    private static String instance(Program service, int number) {
        return SuitePlan.instances(service, Map.of(service, number)).getLast();
    }

    private void grow(Program service, int count) throws IOException, InterruptedException {
        String name = instance(service, count);
        change(service, count, ports().withInstance(name, freePorts));
        ProcessSpec spec = spec(name);
        supervise(spec);
        await(name + " to be ready, see " + state.log(name), READY_MAX, () -> isReady(spec.readiness()));
        int port = ports().of(name);
        targets().register(service, port, ports().managementOf(name));
        await(name + " to be healthy to the gateway", READY_MAX, () -> targets().isHealthy(service, port));
    }

    private void shrink(Program service, int count) throws IOException, InterruptedException {
        String name = instance(service, count + 1);
        int port = ports().of(name);
        await(name + " to drain", DRAIN_MAX, () -> !targets().has(service, port));
        SupervisedProcess process;
        synchronized (this) {
            process = processes.remove(name);
            notReady.remove(name);
        }
        if (process != null) {
            process.terminate();
            process.awaitEnd(System.nanoTime() + STOP_MAX.toNanos());
        }
        change(service, count, ports().withoutInstance(name));
    }

    /** Something to be waited for that is asked over the network. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Duration max, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + max.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException("Waited for " + what + ", for longer than " + max.toSeconds() + " s.");
            }
            Thread.sleep(POLL);
        }
    }

    private synchronized Ports ports() {
        return ports;
    }

    private GatewayTargets targets() {
        return new GatewayTargets(ports().managementOf("gateway"));
    }

    /**
     * Ends every process, the way in first and what the services stand on last; those that take too long by force.
     * Called again while it works, it hurries: the shorter time holds.
     */
    void stop(Duration max) throws InterruptedException {
        List<SupervisedProcess> all;
        synchronized (this) {
            stopping = true;
            all = List.copyOf(processes.values());
        }
        for (Program.Stage stage : Program.Stage.values()) {
            List<SupervisedProcess> ending = all.stream()
                    .filter(process -> process.program().stage() == stage)
                    .toList();
            ending.forEach(SupervisedProcess::terminate);
            long deadline = System.nanoTime() + max.toNanos();
            for (SupervisedProcess process : ending) {
                process.awaitEnd(deadline);
            }
        }
        new Strays(state, progress).stop();
    }
}
