package io.tradepath.backing.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one local server, held by a lock on its file {@code lock}. The operating system drops the lock with
 * the process, so a killed one never leaves it behind.
 */
public final class StateDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private final boolean deletedAtEnd;

    private StateDirectory(Path path, FileChannel lockFile, boolean deletedAtEnd) {
        this.path = path;
        this.lockFile = lockFile;
        this.deletedAtEnd = deletedAtEnd;
    }

    /**
     * Makes the folder where it is missing and takes it for this process; fails when another one has it.
     *
     * @param deletedAtEnd whether {@link #close()} deletes it
     */
    public static StateDirectory claim(Path directory, boolean deletedAtEnd) {
        try {
            Files.createDirectories(directory);
            Path path = directory.toRealPath();
            FileChannel lockFile =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new BackingException("%s is in use by another process of this kind".formatted(path));
            }
            return new StateDirectory(path, lockFile, deletedAtEnd);
        } catch (IOException e) {
            throw new BackingException("cannot use the folder %s: %s".formatted(directory, e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very JVM has it
        }
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Deletes the tree at {@code path}, if there is one. */
    public static void delete(Path path) {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (deletedAtEnd) {
            delete(path);
        }
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
