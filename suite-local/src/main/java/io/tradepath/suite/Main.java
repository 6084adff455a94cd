package io.tradepath.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where {@code ./run} ends up: one command, read and done. */
final class Main {
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
    /** A JVM that makes its cache takes about half a minute for it, several at once longer. */
    private static final Duration CACHES_MAX = Duration.ofMinutes(5);

    private final Path home;
    private final Progress progress;
    private final FreePorts freePorts = new FreePorts();
    private volatile boolean shuttingDown;

    private Main(Path home, Progress progress) {
        this.home = home;
        this.progress = progress;
    }

    public static void main(String[] arguments) {
        Path home = Path.of(System.getProperty("tradepath.home", "."))
                .toAbsolutePath()
                .normalize();
        Progress progress = new Progress(System.out, Boolean.getBoolean("tradepath.terminal"));
        try {
            Command command =
                    Command.parse(Arrays.asList(arguments), home, Path.of("").toAbsolutePath());
            new Main(home, progress).execute(command);
        } catch (UserError e) {
            progress.erase();
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("A file of the suite cannot be read or written: " + e);
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(1);
        }
    }

    private void execute(Command command) throws IOException, InterruptedException {
        switch (command) {
            case Command.Run run -> run(run);
            case Command.Scale scale -> progress.line(ControlSocket.ask(scale.state(), request(scale.replicas())));
            case Command.Prepare prepare -> prepare(true);
        }
    }

    private void run(Command.Run run) throws IOException, InterruptedException {
        Optional<ReplayFile> replay = run.replay().map(ReplayFile::check);
        StateFolder state = new StateFolder(run.state());
        state.lock();
        new Strays(state, progress).stop();
        if (run.fresh()) {
            state.deleteData();
        }
        Programs programs = prepare(run.aotCaches());
        long start = System.nanoTime();
        progress.line("Starting Tradepath, state in " + run.state());
        Suite suite = new Suite(run, home, state, launcher(programs, run.aotCaches()), freePorts, progress);
        stopAtShutdown(suite, Suite.STOP_MAX);
        suite.start();
        suite.awaitReady();
        ControlSocket.open(run.state(), line -> scale(run, suite, line));
        welcome(suite.frontDoor(), Duration.ofNanos(System.nanoTime() - start), state, replay);
        while (!shuttingDown) {
            Thread.sleep(HOUSEKEEPING);
            suite.housekeeping();
        }
    }

    private static Function<Program, List<String>> launcher(Programs programs, boolean caches) {
        return program -> {
            try {
                return caches ? programs.fromCache(program) : programs.withoutCache(program);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static String request(Map<Program, Integer> replicas) {
        return replicas.entrySet().stream()
                .map(entry -> entry.getKey().label() + "=" + entry.getValue())
                .collect(Collectors.joining(",", "scale ", ""));
    }

    private String scale(Command.Run run, Suite suite, String line) throws IOException, InterruptedException {
        Command command = Command.parse(List.of(line.split(" ", -1)), home, run.state());
        if (command instanceof Command.Scale scale) {
            return suite.scale(scale.replicas());
        }
        throw new UserError("The suite was asked for something other than to scale.");
    }

    /** One at a time for all suites of this folder: what is unpacked and cached is shared. */
    private Programs prepare(boolean caches) throws IOException, InterruptedException {
        Programs programs = new Programs(home, Path.of(System.getProperty("java.home")));
        Files.createDirectories(programs.folder());
        try (FileChannel lock = FileChannel.open(
                programs.folder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            programs.unpack();
            if (caches && !programs.withoutCache().isEmpty()) {
                train(programs);
            }
        }
        return programs;
    }

    /**
     * Makes the missing AOT caches: runs the whole suite once, on free ports and data that is thrown away, so that
     * each process has loaded what it needs until it serves its first requests, and stops it again.
     */
    private void train(Programs programs) throws IOException, InterruptedException {
        Set<Program> missing = programs.withoutCache();
        progress.line("Making AOT caches, once for each build: "
                + missing.stream().map(Program::label).collect(Collectors.joining(", ")));
        Path folder = programs.folder().resolve("training");
        StateFolder state = new StateFolder(folder);
        state.lock();
        new Strays(state, progress).stop();
        state.deleteData();
        Command.Run run =
                new Command.Run(folder, true, OptionalInt.empty(), Map.of(), Map.of(), Optional.empty(), true, true);
        Function<Program, List<String>> others = launcher(programs, true);
        Suite suite = new Suite(
                run,
                home,
                state,
                program -> missing.contains(program) ? programs.makingCache(program) : others.apply(program),
                freePorts,
                progress);
        stopAtShutdown(suite, Duration.ZERO);
        suite.start();
        suite.awaitReady();
        suite.stop(CACHES_MAX);
        if (shuttingDown) {
            return;
        }
        state.deleteData();
        state.unlock();
        for (Program program : missing) {
            if (!programs.takeCache(program)) {
                progress.line(
                        program.label() + " made no AOT cache and starts without: see " + state.log(program.label()));
            }
        }
    }

    private void stopAtShutdown(Suite suite, Duration max) {
        Thread stop = new Thread(
                () -> {
                    shuttingDown = true;
                    try {
                        suite.stop(max);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stop);
    }

    private void welcome(FrontDoor door, Duration took, StateFolder state, Optional<ReplayFile> replay) {
        progress.line("READY %s in %s s".formatted(door.gateway(), Progress.seconds(took)));
        progress.line("");
        progress.line("  open        " + door.gateway() + "/");
        progress.line("  identities  trader-1, trader-2, trader-3 and ops; each one's secret and password is: secret");
        progress.line("  token       curl -s -u trader-1:secret -d grant_type=client_credentials %s/oauth2/token"
                .formatted(door.issuer()));
        replay.ifPresent(file -> progress.line("  replay      %,d ticks of %s, %s to %s"
                .formatted(file.ticks(), String.join(", ", file.pairs()), file.first(), file.last())));
        progress.line("  logs        " + state.logs());
        progress.line("  stop        Ctrl-C");
    }
}
