package io.tradepath.backing.postgres;

import io.tradepath.backing.state.BackingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The postmaster of one data folder, known by the file {@code postmaster.pid} that it keeps there. */
record Postmaster(PostgresBinaries binaries, Path data) {
    private static final Duration FAST_STOP_AT_MOST = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP_AT_MOST = Duration.ofSeconds(10);
    private static final Duration LEAVE_AT_MOST = Duration.ofSeconds(10);

    /** Lines of postmaster.pid, as in PostgreSQL's src/include/utils/pidfile.h. */
    private static final int PID_LINE = 0;

    private static final int STATUS_LINE = 7;

    Optional<ProcessHandle> running() {
        return pidFile().stream()
                .skip(PID_LINE)
                .findFirst()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .filter(binaries::isRunBy);
    }

    /** Whether the postmaster {@code pid} takes connections. The file of an earlier run may still be there. */
    boolean isReady(long pid) {
        List<String> lines = pidFile();
        return lines.size() > STATUS_LINE
                && lines.get(PID_LINE).strip().equals(String.valueOf(pid))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    private List<String> pidFile() {
        try {
            return Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new BackingException("cannot read postmaster.pid of %s: %s".formatted(data, e), e);
        }
    }

    /** Ends the postmaster: clients are cut off, open transactions rolled back, and nothing committed is lost. */
    void stop() {
        if (running().isEmpty()) {
            return;
        }
        try {
            stop("fast", FAST_STOP_AT_MOST);
        } catch (BackingException e) {
            if (running().isPresent()) {
                stop("immediate", IMMEDIATE_STOP_AT_MOST);
            }
        }
    }

    private void stop(String mode, Duration atMost) {
        binaries.run(
                "pg_ctl",
                List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-t", String.valueOf(atMost.toSeconds())));
    }

    /** Ends the postmaster, and what this JVM has just started of it: one without its pid file yet, or initdb. */
    void stopWithChildren() {
        stop();
        List<ProcessHandle> children =
                ProcessHandle.current().children().filter(binaries::isRunBy).toList();
        children.forEach(ProcessHandle::destroy);
        awaitOrKill(children);
    }

    /**
     * Ends what a killed run left behind: its postmaster, and the backends of one that was killed itself, which hold the
     * data folder until they have noticed. Only to be called by the one who holds the state folder.
     */
    void stopLeftovers() {
        stop();
        awaitOrKill(ProcessHandle.allProcesses().filter(binaries::isRunBy).toList());
    }

    /** Killing is safe: without a postmaster nothing that they do can be kept. */
    private static void awaitOrKill(List<ProcessHandle> processes) {
        CompletableFuture<?> gone = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            gone.get(LEAVE_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            processes.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackingException("interrupted while waiting for PostgreSQL processes to end", e);
        } catch (ExecutionException e) {
            throw new BackingException("cannot wait for PostgreSQL processes", e);
        }
    }
}
