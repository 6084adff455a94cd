package io.tradepath.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The built jars, unpacked so that a JVM starts them fast, each in a folder that carries the hash of its jar: a build
 * puts a new folder beside the one that a running suite uses.
 *
 * <p>Beside each unpacked jar lie the AOT caches of the programs in it (JDK 25: classes loaded and linked as they were
 * at the end of an earlier run). A cache belongs to this jar, this JVM and these flags; the JVM ignores one that does
 * not fit.
 */
final class Programs {
    /**
     * What every JVM of the suite is started with. The serial collector and the first compiler alone need the least
     * memory and the least of two processors while seven JVMs start.
     */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final int FOLDERS_KEPT = 2;
    private static final int HASH_CHARACTERS = 12;

    private final Path home;
    private final Path folder;
    private final Path java;
    private final Map<Program, Path> jars = new EnumMap<>(Program.class);

    /** @param home the project's folder, with the built jars */
    Programs(Path home, Path javaHome) {
        this.home = home;
        this.folder = home.resolve("target/suite");
        this.java = javaHome.resolve("bin/java");
    }

    Path folder() {
        return folder;
    }

    /**
     * Unpacks what is not unpacked yet.
     *
     * @throws UserError when a jar is not built
     */
    void unpack() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (Program program : Program.values()) {
            jars.put(program, unpacked(home.resolve(program.jar())));
        }
    }

    private Path unpacked(Path built) throws IOException, InterruptedException {
        if (!Files.exists(built)) {
            throw new UserError(home.relativize(built) + " is not built: use ./run without --no-build.");
        }
        Path unpacked = folder.resolve(name(built) + "-" + hash(built));
        if (!Files.exists(unpacked)) {
            extract(built, unpacked);
        }
        Files.setLastModifiedTime(unpacked, FileTime.fromMillis(System.currentTimeMillis()));
        deleteOlder(name(built));
        return unpacked.resolve(built.getFileName());
    }

    private static String name(Path jar) {
        return jar.getFileName().toString().replace(".jar", "");
    }

    /**
     * Of the names, sizes and checksums in the jar's directory: they change with the content, and reading them takes far
     * less time at each start than reading the content would.
     */
    private static String hash(Path file) throws IOException {
        try (ZipFile jar = new ZipFile(file.toFile())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String line = "%s %d %08x%n".formatted(entry.getName(), entry.getSize(), entry.getCrc());
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void extract(Path built, Path unpacked) throws IOException, InterruptedException {
        Path part = unpacked.resolveSibling(unpacked.getFileName() + ".part");
        StateFolder.deleteTree(part);
        if (isSpringBoot(built)) {
            Process extract = new ProcessBuilder(
                            java.toString(),
                            "-Djarmode=tools",
                            "-jar",
                            built.toString(),
                            "extract",
                            "--destination",
                            part.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("unpack.log").toFile())
                    .start();
            if (extract.waitFor() != 0) {
                throw new UserError("%s cannot be unpacked: see %s.".formatted(built, folder.resolve("unpack.log")));
            }
        } else {
            Files.createDirectories(part);
            Files.copy(built, part.resolve(built.getFileName()));
        }
        Files.move(part, unpacked, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isSpringBoot(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Spring-Boot-Version") != null;
        }
    }

    /** One older folder is kept for a suite that still runs from it. */
    private void deleteOlder(String name) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(path -> path.getFileName().toString().matches(name + "-[0-9a-f]{" + HASH_CHARACTERS + "}"))
                    .sorted(Comparator.comparingLong(
                                    (Path path) -> path.toFile().lastModified())
                            .reversed())
                    .skip(FOLDERS_KEPT)
                    .forEach(StateFolder::deleteTree);
        }
    }

    /** The programs whose AOT cache was not made yet. */
    Set<Program> withoutCache() {
        Set<Program> without = EnumSet.noneOf(Program.class);
        for (Program program : Program.values()) {
            if (!Files.exists(cache(program))) {
                without.add(program);
            }
        }
        return without;
    }

    /** The command that starts a program from its cache, where there is one. */
    List<String> fromCache(Program program) throws IOException {
        Path cache = cache(program);
        boolean usable = Files.exists(cache) && Files.size(cache) > 0;
        return command(program, usable ? List.of("-XX:AOTCache=" + cache) : List.of());
    }

    /** The command that starts a program and, when it ends, makes its cache; {@link #takeCache} puts that into use. */
    List<String> makingCache(Program program) {
        return command(program, List.of("-XX:AOTCacheOutput=" + unfinished(program)));
    }

    List<String> withoutCache(Program program) {
        return command(program, List.of());
    }

    /**
     * Puts the cache that a training run made into use, once the run has ended: one that was cut off is never used.
     *
     * @return whether there is one; when there is not, that is remembered, so that the next start does not try again
     */
    boolean takeCache(Program program) throws IOException {
        Path unfinished = unfinished(program);
        boolean made = Files.exists(unfinished);
        if (!made) {
            Files.createFile(unfinished);
        }
        Files.move(unfinished, cache(program), StandardCopyOption.ATOMIC_MOVE);
        return made;
    }

    private Path unfinished(Program program) {
        return cache(program).resolveSibling(cache(program).getFileName() + ".new");
    }

    private Path cache(Program program) {
        String key = Integer.toHexString(
                List.of(Runtime.version(), FLAGS, program.heapMegabytes()).hashCode());
        return jar(program).resolveSibling(program.label() + "-" + key + ".aot");
    }

    private Path jar(Program program) {
        Path jar = jars.get(program);
        if (jar == null) {
            throw new IllegalStateException(program + " is not unpacked");
        }
        return jar;
    }

    private List<String> command(Program program, List<String> cacheFlags) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + program.heapMegabytes() + "m");
        command.addAll(cacheFlags);
        command.add("-jar");
        command.add(jar(program).toString());
        return command;
    }
}
