package io.tradepath.suite;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Ends what was left running, in the order in which a suite stops: by a supervisor that was killed, or by a program that
 * was killed just before its suite stopped.
 */
final class Strays {
    private final StateFolder state;
    private final Progress progress;

    Strays(StateFolder state, Progress progress) {
        this.state = state;
        this.progress = progress;
    }

    void stop() throws InterruptedException {
        List<ProcessHandle> all = state.strays();
        if (all.isEmpty()) {
            return;
        }
        progress.line("Stopping what was left behind: "
                + all.stream().map(process -> "pid " + process.pid()).collect(Collectors.joining(", ")));
        for (Program.Stage stage : Program.Stage.values()) {
            List<ProcessHandle> ending =
                    all.stream().filter(process -> stage == stageOf(process)).toList();
            ending.forEach(ProcessHandle::destroy);
            long deadline = System.nanoTime() + Suite.STOP_MAX.toNanos();
            for (ProcessHandle process : ending) {
                awaitEnd(process, deadline);
            }
        }
    }

    private static Program.Stage stageOf(ProcessHandle process) {
        return StateFolder.programOf(process).map(Program::stage).orElse(Program.Stage.BACKING);
    }

    private static void awaitEnd(ProcessHandle process, long deadlineNanos) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
        try {
            process.onExit().get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
