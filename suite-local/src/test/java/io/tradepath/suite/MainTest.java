package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor as a program: what it says and how it ends when it cannot do what it was asked. */
@Timeout(60)
class MainTest {
    @TempDir
    Path folder;

    private record Ended(int status, String output) {}

    private Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Dtradepath.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void refusesASecondSuiteOnTheSameFolder() throws Exception {
        StateFolder held = new StateFolder(folder.resolve("suite"));
        held.lock();
        try {
            Ended ended = run("--dir", folder.resolve("suite").toString());

            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.output())
                    .isEqualToIgnoringNewLines(
                            "A suite is running on %s already (pid %d): stop it, or use --dir for a second one."
                                    .formatted(
                                            folder.resolve("suite"),
                                            ProcessHandle.current().pid()));
        } finally {
            held.unlock();
        }
    }

    @Test
    void refusesAMalformedReplayBeforeAnythingStarts() throws Exception {
        Path file = Files.writeString(folder.resolve("ticks.csv"), "ts_utc_ms,venue,pair,bid,ask\n1,x,EURUSD,a,1\n");

        Ended ended = run("--dir", folder.resolve("suite").toString(), "--replay", file.toString());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .isEqualToIgnoringNewLines(file + ", line 2: bid is to be a price above 0, but is \"a\".");
        assertThat(folder.resolve("suite")).doesNotExist();
    }

    @Test
    void saysWhatIsNotBuilt() throws Exception {
        Ended ended = run("--dir", folder.resolve("suite").toString());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("is not built: use ./run without --no-build.");
    }

    @Test
    void saysThatThereIsNoSuiteToScale() throws Exception {
        Ended ended = run("scale", "feed=2", "--dir", folder.toString());

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).isEqualToIgnoringNewLines("No suite is running on " + folder + ".");
    }
}
