package io.tradepath.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {
    private Command() {}

    /** What came of it; {@code output} is what it printed, {@code errors} what it complained of. */
    record Result(int status, String output, String errors) {
        /** The output, of a command that must succeed. */
        String expectSuccess() {
            if (status != 0) {
                throw new AssertionError("ended with %d%n%s%n%s".formatted(status, tail(output), tail(errors)));
            }
            return output;
        }

        private static String tail(String text) {
            int max = 8_000;
            return text.length() <= max ? text : "…" + text.substring(text.length() - max);
        }
    }

    /** Whether a program of this name can be run. */
    static boolean exists(String program) {
        return run(Duration.ofSeconds(10), Map.of(), List.of("sh", "-c", "command -v " + program))
                        .status()
                == 0;
    }

    static Result run(Duration max, List<String> command) {
        return run(max, Map.of(), command);
    }

    /** Runs a command in the project's folder, without input. */
    static Result run(Duration max, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("command-", ".out");
            Path errors = Files.createTempFile("command-", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(Project.home().toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().putAll(environment);
                return await(builder.start(), max, command, output, errors);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Result await(Process process, Duration max, List<String> command, Path output, Path errors)
            throws IOException, InterruptedException {
        if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("not done after %s: %s%n%s%n%s"
                    .formatted(max, command, Files.readString(output), Files.readString(errors)));
        }
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
}
