package io.tradepath.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Says who listens on a port, as far as the system tells: {@code nginx (pid 812)}. */
final class PortHolder {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTEN = "0A";

    private PortHolder() {}

    static String of(int port) {
        OptionalLong pid = Files.exists(PROC.resolve("net/tcp")) ? fromProc(port) : fromLsof(port);
        if (pid.isEmpty()) {
            return "a process of another user";
        }
        return ProcessHandle.of(pid.getAsLong()).map(PortHolder::describe).orElse("a process that has just ended");
    }

    private static String describe(ProcessHandle process) {
        String command = process.info().command().orElse("a process");
        String program = command.substring(command.lastIndexOf('/') + 1);
        Optional<String> line = process.info().commandLine();
        String jar = line.map(PortHolder::jarIn).orElse("");
        return program + jar + " (pid " + process.pid() + ")";
    }

    /** For a JVM the program alone says nothing. */
    private static String jarIn(String commandLine) {
        String[] words = commandLine.split(" ", -1);
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("-jar")) {
                return " " + words[i + 1].substring(words[i + 1].lastIndexOf('/') + 1);
            }
        }
        return "";
    }

    private static OptionalLong fromProc(int port) {
        try {
            for (String table : List.of("net/tcp", "net/tcp6")) {
                if (!Files.exists(PROC.resolve(table))) {
                    continue;
                }
                for (String row : Files.readAllLines(PROC.resolve(table))) {
                    String[] columns = row.trim().split("\\s+", -1);
                    if (columns.length > 9
                            && columns[3].equals(LISTEN)
                            && columns[1].endsWith(":%04X".formatted(port))) {
                        return holderOfSocket(columns[9]);
                    }
                }
            }
        } catch (IOException e) {
            // The table is information for a message; without it the message says less.
        }
        return OptionalLong.empty();
    }

    private static OptionalLong holderOfSocket(String inode) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, "socket:[" + inode + "]")) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean holds(Path process, String socket) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Not ours to look at, or gone since it was listed.
        }
        return false;
    }

    private static OptionalLong fromLsof(int port) {
        try {
            Process lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            lsof.waitFor(10, TimeUnit.SECONDS);
            return output.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(output.lines().findFirst().orElseThrow()));
        } catch (IOException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
