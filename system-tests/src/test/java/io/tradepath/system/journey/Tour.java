package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.suite.RunningSuite;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tour in the README, as a reader copies it, but for the ports. */
public final class Tour {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\n(.*?)^```");
    private static final int TOUR_MAX_S = 180;

    private Tour() {}

    /**
     * Goes through a suite, however it was started, and checks what the tour prints.
     *
     * @param dir an empty folder to work in
     */
    public static void through(int gatewayPort, int issuerPort, Path dir) throws IOException, InterruptedException {
        String readme = Files.readString(RunningSuite.home().resolve("README.md"));
        int start = readme.indexOf("## Five minutes' tour");
        String tour = readme.substring(start, readme.indexOf("\n## ", start + 1));
        List<String> blocks = BLOCK.matcher(tour)
                .results()
                .map(MatchResult::group)
                .map(Tour::code)
                .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(6);

        String script = String.join("\necho\n", blocks)
                .replace("localhost:8080", "localhost:" + gatewayPort)
                .replace("localhost:9000", "localhost:" + issuerPort);
        Path output = dir.resolve("output.txt");
        Process shell = new ProcessBuilder("bash", "-eu", "-c", script)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        boolean ended = shell.waitFor(TOUR_MAX_S, TimeUnit.SECONDS);
        String said = Files.readString(output);
        assertThat(ended).as(said).isTrue();
        assertThat(shell.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("\"type\":\"DEPOSIT\"")
                .contains("\"instrument\":\"EUR_USD\"")
                .contains("\"status\":\"FILLED\"")
                .contains("\"marginAvailable\"")
                .contains("quote EUR_USD ")
                .contains("event OrderAccepted")
                .contains("event OrderFilled")
                .contains("\"type\":\"REALISED_PL\"");
    }

    private static String code(String block) {
        return block.substring(block.indexOf('\n') + 1, block.lastIndexOf("```"));
    }
}
