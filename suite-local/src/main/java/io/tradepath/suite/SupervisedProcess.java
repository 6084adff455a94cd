package io.tradepath.suite;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps one process of the suite running until it is told to stop. */
final class SupervisedProcess {
    /** Is told what happens to the process; called on the process's own thread. */
    interface Listener {
        void started(String name);

        void ended(String name, String how, Duration restartIn);
    }

    /**
     * Ctrl-C and a closed terminal signal every process of the terminal's session. Only the supervisor is to hear them,
     * so that the processes stop in their order. Where there is no setsid (macOS), the signals are ignored instead: a
     * signal that is ignored when a program starts stays ignored, unless the program changes it.
     */
    private static final List<String> APART_FROM_THE_TERMINAL = List.of(
            "/bin/sh",
            "-c",
            "if command -v setsid >/dev/null; then exec setsid \"$0\" \"$@\"; fi; trap '' INT HUP; exec \"$0\" \"$@\"");

    private final String name;
    private final Program program;
    private final Supplier<ProcessSpec> spec;
    private final StateFolder state;
    private final Listener listener;
    private final Thread thread;

    private @Nullable Process process; // guarded by this
    private boolean stopping; // guarded by this

    /** @param spec asked at each start, because the plan may have changed since the last one */
    SupervisedProcess(String name, Program program, Supplier<ProcessSpec> spec, StateFolder state, Listener listener) {
        this.name = name;
        this.program = program;
        this.spec = spec;
        this.state = state;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("supervise-" + name).daemon().unstarted(this::supervise);
    }

    Program program() {
        return program;
    }

    void start() {
        thread.start();
    }

    private void supervise() {
        RestartDelay delay = RestartDelay.first();
        try {
            while (!isStopping()) {
                long started = System.nanoTime();
                runOnce(delay.current());
                if (stoppedWithin(delay.current())) {
                    return;
                }
                delay = delay.after(Duration.ofNanos(System.nanoTime() - started));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce(Duration restartIn) throws InterruptedException {
        try {
            Process current = launch();
            if (current != null) {
                int status = current.waitFor();
                if (!isStopping()) {
                    listener.ended(name, "pid " + current.pid() + ", status " + status, restartIn);
                }
            }
        } catch (IOException e) {
            listener.ended(name, String.valueOf(e.getMessage()), restartIn);
        }
    }

    private synchronized @Nullable Process launch() throws IOException {
        if (stopping) {
            return null;
        }
        state.boundLog(name);
        ProcessSpec current = spec.get();
        List<String> command = new ArrayList<>(APART_FROM_THE_TERMINAL);
        command.addAll(current.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(state.log(name).toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(current.environment());
        Process started = builder.start();
        process = started;
        state.writePid(name, started.pid());
        listener.started(name);
        return started;
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized boolean stoppedWithin(Duration delay) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        while (!stopping) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Asks the process to end and does not start it again. */
    synchronized void terminate() {
        stopping = true;
        notifyAll();
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits until the process has ended, and ends it by force at the time given (of {@link System#nanoTime}). */
    void awaitEnd(long deadlineNanos) throws InterruptedException {
        Process current = current();
        if (current != null && !current.waitFor(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            current.destroyForcibly().waitFor();
        }
        state.deletePid(name);
    }

    private synchronized @Nullable Process current() {
        return process;
    }
}
