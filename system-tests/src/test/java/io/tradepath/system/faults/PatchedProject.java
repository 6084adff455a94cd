package io.tradepath.system.faults;

import io.tradepath.system.suite.RunningSuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A copy of what the suite is built of, in a folder of its own, which can be patched, built and run. */
final class PatchedProject implements AutoCloseable {
    private static final long GIT_SECONDS_MAX = 30;
    private static final long BUILD_SECONDS_MAX = 600;

    private final Path folder;
    private final List<Path> jars;
    private @Nullable PlantedBug planted;

    private PatchedProject(Path folder, List<Path> jars) {
        this.folder = folder;
        this.jars = jars;
    }

    /** Copies the sources, and the jars that were built of them. */
    static PatchedProject copy() throws IOException {
        Path home = RunningSuite.home();
        Path folder = Files.createTempDirectory("tradepath-patched-");
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home, 3)) {
            jars.addAll(files.map(home::relativize)
                    .filter(PatchedProject::isJarOfTheSuite)
                    .toList());
        }
        for (Path file : sources(home)) {
            copy(home.resolve(file), folder.resolve(file));
        }
        return new PatchedProject(folder, jars);
    }

    private static boolean isJarOfTheSuite(Path file) {
        String name = file.getFileName().toString();
        return file.getNameCount() == 3
                && file.getName(1).toString().equals("target")
                && (name.endsWith("-exec.jar") || name.equals("gateway-local.jar") || name.equals("suite-local.jar"));
    }

    /** What {@code ./run} and a build without tests need. */
    private static List<Path> sources(Path home) throws IOException {
        List<Path> sources = new ArrayList<>(List.of(Path.of("run"), Path.of("pom.xml")));
        List<Path> folders = new ArrayList<>();
        for (String folder : List.of("scripts", "infra", ".mvn")) {
            folders.add(home.resolve(folder));
        }
        if (Files.exists(home.resolve("mvnw"))) {
            sources.add(Path.of("mvnw"));
        }
        try (Stream<Path> modules = Files.list(home)) {
            for (Path module : modules.toList()) {
                if (Files.exists(module.resolve("pom.xml"))) {
                    sources.add(home.relativize(module.resolve("pom.xml")));
                    folders.add(module.resolve("src").resolve("main"));
                }
            }
        }
        for (Path folder : folders) {
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(Files::isRegularFile).map(home::relativize).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    Path folder() {
        return folder;
    }

    /** Takes out the bug planted before, if any, and builds this one in; all else runs as it was built. */
    void plant(PlantedBug bug) throws IOException, InterruptedException {
        if (bug == planted) {
            return;
        }
        if (planted != null) {
            run(folder, GIT_SECONDS_MAX, "git", "apply", "-R", planted.patch().toString());
        }
        for (Path jar : jars) {
            copy(RunningSuite.home().resolve(jar), folder.resolve(jar));
        }
        run(folder, GIT_SECONDS_MAX, "git", "apply", bug.patch().toString());
        planted = bug;
        try {
            build("-o", bug.modules());
        } catch (AssertionError notAllIsHere) {
            build("-ntp", bug.modules());
        }
    }

    private void build(String option, String modules) throws IOException, InterruptedException {
        run(
                folder,
                BUILD_SECONDS_MAX,
                "bash",
                "-euc",
                ". scripts/jdk.sh; . scripts/build.sh; maven -q -B \"$1\" -Dmaven.test.skip=true package -am -pl \"$2\"",
                "build",
                option,
                modules);
    }

    /** Whether the patch fits the sources as they are now. */
    static void check(PlantedBug bug) throws IOException, InterruptedException {
        run(
                RunningSuite.home(),
                GIT_SECONDS_MAX,
                "git",
                "apply",
                "--check",
                bug.patch().toString());
    }

    private static void run(Path folder, long secondsMax, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tradepath-command-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("root", folder.toString());
        Process process = builder.start();
        boolean ended = process.waitFor(secondsMax, TimeUnit.SECONDS);
        process.destroy();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError("%s: %s%n%s"
                    .formatted(
                            String.join(" ", command),
                            ended ? "exit " + process.exitValue() : "not done after " + secondsMax + " s",
                            said));
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
