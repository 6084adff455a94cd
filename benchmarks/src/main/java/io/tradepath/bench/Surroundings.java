package io.tradepath.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a result must be read with: the command, the commit, the machine. */
final class Surroundings {
    private Surroundings() {}

    static void print(PrintStream out, Path home, String arguments) {
        out.println("command   ./bench " + arguments);
        out.println("commit    " + commit(home));
        out.printf(
                "machine   %s %s, %d processors, JDK %s%n",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
    }

    private static String commit(Path home) {
        String commit = git(home, "rev-parse", "--short=12", "HEAD");
        if (commit.isEmpty()) {
            return "unknown (no git checkout)";
        }
        return git(home, "status", "--porcelain").isEmpty() ? commit : commit + " with changes that are not committed";
    }

    private static String git(Path home, String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = home.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
