package io.tradepath.backing.postgres;

import com.sun.security.auth.module.UnixSystem;
import io.tradepath.backing.state.BackingException;
import io.tradepath.backing.state.StateDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, in a folder that they are unpacked into from the class path. */
record PostgresBinaries(Path home) {
    private static final String COMPLETE = ".complete";

    /** Unpacks, unless an earlier run has unpacked the same archive. */
    void unpack() {
        String archive = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        URL url = PostgresBinaries.class.getClassLoader().getResource(archive);
        if (url == null) {
            throw new BackingException("no PostgreSQL for this platform: %s is not in this build".formatted(archive));
        }
        try {
            String identity = identity(url);
            Path complete = home.resolve(COMPLETE);
            if (!Files.exists(complete) || !Files.readString(complete).equals(identity)) {
                StateDirectory.delete(home);
                Path unfinished = home.resolveSibling(home.getFileName() + ".new");
                StateDirectory.delete(unfinished);
                unpack(url, unfinished);
                Files.writeString(unfinished.resolve(COMPLETE), identity);
                Files.move(unfinished, home);
            }
        } catch (IOException e) {
            throw new BackingException("cannot unpack PostgreSQL into %s: %s".formatted(home, e), e);
        }
    }

    /** The archive's name as the binaries' project gives it, such as {@code postgres-linux-x86_64.txz}. */
    static String archiveName(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        String arch = switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> osArch;
        };
        return "postgres-%s-%s.txz".formatted(os, arch);
    }

    /** Checksum and size from the jar's directory: known without reading the archive. */
    private static String identity(URL url) throws IOException {
        if (url.openConnection() instanceof JarURLConnection jar) {
            return "%x-%d"
                    .formatted(jar.getJarEntry().getCrc(), jar.getJarEntry().getSize());
        }
        throw new BackingException("%s is not in a jar".formatted(url));
    }

    private static void unpack(URL url, Path target) throws IOException {
        try (InputStream packed = new BufferedInputStream(url.openStream());
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, target);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            String permissions = path.startsWith(target.resolve("bin")) ? "rwxr-xr-x" : "rw-r--r--";
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /**
     * The command line of one of the programs. PostgreSQL refuses to run as root; root starts it in a user namespace of
     * its own, where it is nobody, while the files stay root's.
     */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (new UnixSystem().getUid() == 0) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** Runs a program that ends by itself; fails with what it said when it does not end well. */
    void run(String program, List<String> arguments) {
        try {
            Process process = new ProcessBuilder(command(program, arguments))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            if (status != 0) {
                throw new BackingException("%s ended with %d: %s".formatted(program, status, said));
            }
        } catch (IOException e) {
            throw new BackingException("cannot run %s: %s".formatted(program, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackingException("interrupted while running " + program, e);
        }
    }

    /** Whether {@code process} is one of these programs: so a process id that was given out again is not mistaken. */
    boolean isRunBy(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> Path.of(command).startsWith(home))
                .isPresent();
    }
}
