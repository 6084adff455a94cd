package io.tradepath.deployment;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The Python with cfn-lint and moto. */
final class Python {
    private static final Duration MAX = Duration.ofMinutes(3);

    private Python() {}

    /** The Python to run; skips the test where it or the module is missing. */
    static String having(String module) {
        Path own = Project.home().resolve(".local/python/bin/python");
        String python = Files.isExecutable(own) ? own.toString() : "python3";
        boolean there = Command.exists(python)
                && Command.run(MAX, List.of(python, "-c", "import " + module)).status() == 0;
        assumeTrue(there, "needs Python with " + module + ": infra/ci/install.sh installs it into .local/python");
        return python;
    }

    /** Runs Python with these arguments; skips the test where a module is missing. */
    static Command.Result run(String module, String... arguments) {
        List<String> command = new ArrayList<>(List.of(having(module), "-W", "ignore"));
        command.addAll(List.of(arguments));
        return Command.run(MAX, command);
    }
}
