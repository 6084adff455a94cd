package io.tradepath.system.suite;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes that a test has started. */
public final class Signals {
    private Signals() {}

    /** Ends a process at once, without a chance to clean up. */
    public static void kill(long pid) {
        send("KILL", pid);
    }

    /** Stops a process where it stands; its connections stay open. */
    public static void stop(long pid) {
        send("STOP", pid);
    }

    /** Lets a stopped process go on. */
    public static void proceed(long pid) {
        send("CONT", pid);
    }

    private static void send(String signal, long pid) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .start()
                    .waitFor();
            if (exit != 0 && ProcessHandle.of(pid).isPresent()) {
                throw new IllegalStateException("kill -%s %d: %d".formatted(signal, pid, exit));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
