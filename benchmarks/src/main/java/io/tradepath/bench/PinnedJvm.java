package io.tradepath.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM with this one's class path on one core, told what to do by lines on its standard input and answering by lines. */
public final class PinnedJvm implements AutoCloseable {
    private final Process process;
    private final Writer to;
    private final BufferedReader from;

    private PinnedJvm(Process process) {
        this.process = process;
        this.to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a main class with a heap of 1 GB and waits until it says {@code ready}. */
    public static PinnedJvm start(int core, Class<?> main, String... arguments) throws IOException {
        return start(core, List.of("-Xms1g", "-Xmx1g"), main, arguments);
    }

    /** Starts a main class and waits until it says {@code ready}. */
    public static PinnedJvm start(int core, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core), java()));
        command.addAll(options);
        command.addAll(List.of(
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        PinnedJvm started = new PinnedJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        started.awaitReady();
        return started;
    }

    /** The program that runs this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void awaitReady() throws IOException {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            if (line.equals("ready")) {
                return;
            }
        }
        throw ended();
    }

    /** Sends a line and waits for the line that answers it. */
    public String ask(String command) throws IOException {
        to.write(command + "\n");
        to.flush();
        String answer = from.readLine();
        if (answer == null) {
            throw ended();
        }
        return answer;
    }

    private static IOException ended() {
        return new IOException("a process of the benchmark has ended");
    }

    /** The physical memory that it has now, in bytes (Linux). */
    public long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
