package io.tradepath.backing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a user starts it, in a process of its own. Output is read to its end, so that it never blocks. */
public final class BackingProcess implements AutoCloseable {
    private static final long ENDS_AT_MOST_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final List<String> said = new ArrayList<>();

    private BackingProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    public static BackingProcess start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        try {
            return new BackingProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one and waits for the line that says that it is ready. */
    public static BackingProcess startReady(String server, Path directory, int port) {
        BackingProcess started = start(server, "--dir", directory.toString(), "--port", String.valueOf(port));
        String ready = "%s is ready on 127.0.0.1:%d".formatted(server, port);
        for (String line = started.nextLine(); !line.equals(ready); line = started.nextLine()) {
            // nextLine fails at the end of the output
        }
        return started;
    }

    private String nextLine() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("ended with %d, having said %s".formatted(process.waitFor(), said));
            }
            said.add(line);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The exit status, once it has ended by itself. */
    public int awaitExit() {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
            }
            if (!process.waitFor(ENDS_AT_MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still there after a minute, having said " + said);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public String output() {
        return String.join("\n", said);
    }

    /** kill -9. */
    public void kill() {
        process.toHandle().destroyForcibly(); // Process.destroy would close the output that is still to be read
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** TERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
            awaitExit();
        }
    }
}
