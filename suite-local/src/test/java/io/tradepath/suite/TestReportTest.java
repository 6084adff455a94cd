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

/** What {@code ./test} says at its end. */
@Timeout(60)
class TestReportTest {
    private static final String PASSED = "<testcase name='passes' classname='T'/>";
    private static final String FAILED =
            "<testcase name='fails' classname='T'><failure message='x'>text</failure></testcase>";
    private static final String SKIPPED = """
            <testcase name='real' classname='T'><skipped type='org.opentest4j.TestAbortedException'><![CDATA[\
            org.opentest4j.TestAbortedException: Assumption failed: needs a Docker engine
            \tat org.junit.jupiter.api.Assumptions.assumeTrue(Assumptions.java:127)
            ]]></skipped></testcase>""";

    @TempDir
    Path root;

    private record Ended(int status, List<String> lines) {}

    private Ended report(String tests, String... options) throws IOException, InterruptedException {
        Path reports = Files.createDirectories(root.resolve("module/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-T.xml"), "<testsuite name='T'>" + tests + "</testsuite>");
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "../scripts/TestReport.java", root.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output.lines().toList());
    }

    @Test
    void saysWhatWasSkippedAndWhatItNeedsAndClosesWithTheCounts() throws Exception {
        Ended ended = report(PASSED + SKIPPED);

        assertThat(ended.status()).isZero();
        assertThat(ended.lines())
                .endsWith(
                        "SKIPPED  needs a Docker engine",
                        "           T.real",
                        "1 passed, 0 failed, 1 skipped",
                        "Tests run: 2, Failures: 0, Errors: 0, Skipped: 1");
    }

    @Test
    void failsForASkipOnlyWhenStrict() throws Exception {
        assertThat(report(PASSED + SKIPPED, "--strict").status()).isEqualTo(1);
        assertThat(report(PASSED, "--strict").status()).isZero();
    }

    @Test
    void namesWhatFailed() throws Exception {
        Ended ended = report(PASSED + FAILED);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.lines()).contains("FAILED   T.fails", "1 passed, 1 failed, 0 skipped");
    }

    @Test
    void failsWhereNoTestRan() throws Exception {
        assertThat(report("").status()).isEqualTo(1);
    }
}
