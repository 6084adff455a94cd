package io.tradepath.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of the project. */
final class Project {
    private Project() {}

    static Path home() {
        return Path.of(Objects.requireNonNull(System.getProperty("tradepath.home"), "tradepath.home"));
    }

    static Path infra() {
        return home().resolve("infra");
    }

    static List<Path> templates() {
        try (Stream<Path> files = Files.list(infra())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
