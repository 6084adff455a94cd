package io.tradepath.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a suite: {@code pids/}, {@code logs/}, {@code data/}, {@code ports.json}. One supervisor at a time
 * holds it, by a lock on a file that the system releases with the process, however that ends.
 */
final class StateFolder {
    /** A log that has grown beyond this begins anew; one older part is kept. */
    static final long LOG_BYTES_MAX = 10L << 20;

    private final Path path;
    private @Nullable FileChannel lockFile;

    StateFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path pid(String name) {
        return path.resolve("pids").resolve(name + ".pid");
    }

    /** @throws UserError when another supervisor holds the folder */
    void lock() {
        Path file = path.resolve("run.pid");
        try {
            Files.createDirectories(path.resolve("pids"));
            Files.createDirectories(logs());
            Files.createDirectories(path.resolve("data"));
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new UserError("A suite is running on %s already (pid %s): stop it, or use --dir for a second one."
                        .formatted(path, Files.readString(file).trim()));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            lockFile = channel;
            // Whoever waits for this suite's ports must not read an earlier one's.
            Files.deleteIfExists(path.resolve("ports.json"));
        } catch (IOException e) {
            throw new UserError("The folder " + path + " cannot be used: " + e + ".");
        }
    }

    void unlock() {
        try {
            if (lockFile != null) {
                lockFile.close();
            }
        } catch (IOException e) {
            // The system releases it with the process at the latest.
        }
    }

    /**
     * Processes that a supervisor of this folder started and that are still there. They are known by their command
     * line, not by their pid files: a pid may be a stranger's by now, and a supervisor may be killed before it wrote
     * the file. PostgreSQL's server, which outlives a program of ours that is killed, is known by its data folder.
     */
    List<ProcessHandle> strays() {
        String mark = SuitePlan.mark(path, "").getFirst() + " ";
        String database = "-D " + path.resolve("data/postgres") + "/";
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> {
                        String commandLine = process.info().commandLine().orElse("");
                        return commandLine.contains(mark) || commandLine.contains(database);
                    })
                    .toList();
        }
    }

    void writePid(String name, long pid) {
        write(pid(name), pid + "\n");
    }

    void deletePid(String name) {
        delete(pid(name));
    }

    void writePorts(Ports ports) {
        write(path.resolve("ports.json"), ports.json());
    }

    /** Moves aside what a log has too much. The writers append, so an emptied file goes on from its beginning. */
    void boundLog(String name) {
        Path log = log(name);
        try {
            if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
                Files.copy(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
                Files.newByteChannel(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of a log, for a message. */
    List<String> logTail(String name, int lines) {
        try {
            // Not readString, which refuses a log that a kill cut off in the middle of a character.
            List<String> all = new String(Files.readAllBytes(log(name)), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Forgets what earlier runs stored. */
    void deleteData() throws IOException {
        deleteTree(path.resolve("data"));
        Files.createDirectories(path.resolve("data"));
    }

    static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            tree.sorted(Comparator.reverseOrder()).forEach(StateFolder::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one step, so that a reader never sees half a file. */
    private static void write(Path file, String text) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program of a stray, from its command line. */
    static Optional<Program> programOf(ProcessHandle stray) {
        String commandLine = stray.info().commandLine().orElse("");
        for (Program program : Program.values()) {
            if (commandLine.matches(".*-Dtradepath\\.process=" + program.label() + "(-\\d+)? .*")) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }
}
