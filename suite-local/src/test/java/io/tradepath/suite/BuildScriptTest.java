package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands' own part before the supervisor begins: options, and when Maven is called. */
@Timeout(60)
class BuildScriptTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path root;

    private record Ended(int status, String output) {
        long builds() {
            return output.lines()
                    .filter(line -> line.contains("Building (details"))
                    .count();
        }
    }

    @BeforeEach
    void aSmallProject() throws IOException {
        Files.createDirectories(root.resolve("module/src/main"));
        Files.createDirectories(root.resolve("bin"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("module/src/main/Source.java"), "class Source {}");
        maven("bin/mvn", "3.9.9", "echo '[INFO] Building module 0.1.0-SNAPSHOT                  [1/1]'");
    }

    private void maven(String path, String version, String body) throws IOException {
        Path script = root.resolve(path);
        Files.writeString(
                script,
                "#!/bin/sh\ncase \"$*\" in *--version*) echo 'Apache Maven " + version + "'; exit;; esac\n" + body
                        + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private Ended build() throws IOException, InterruptedException {
        String script = "set -euo pipefail; root=$0; . \"$1/scripts/build.sh\"; build suite module";
        return bash(List.of("bash", "-c", script, root.toString(), PROJECT.toString()));
    }

    private Ended bash(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", root.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void buildsOnceAndShowsEachModule() throws Exception {
        Ended first = build();

        assertThat(first.status()).isZero();
        assertThat(first.output()).contains("module               1 of 1");
        assertThat(build()).isEqualTo(new Ended(0, ""));
    }

    @Test
    void buildsAgainWhenASourceHasChanged() throws Exception {
        build();
        Files.writeString(root.resolve("module/src/main/Source.java"), "class Source { int changed; }");

        assertThat(build().builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainAfterAFailureAndShowsItsErrors() throws Exception {
        maven("bin/mvn", "3.9.9", "echo '[ERROR] Source.java:[1,1] no such thing'; exit 1");

        Ended failed = build();

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.output()).contains("no such thing", "the whole output is in target/suite.log");
        assertThat(build().builds()).isEqualTo(1);
    }

    @Test
    void fetchesAMavenWhereTheInstalledOneIsTooOld() throws Exception {
        maven("bin/mvn", "3.8.6", "echo too old; exit 1");
        maven("mvnw", "3.9.11", "echo by the wrapper");

        assertThat(build().status()).isZero();
        assertThat(root.resolve("target/suite.log")).hasContent("by the wrapper");
    }

    @Test
    void refusesAMisspeltOptionBeforeItBuilds() throws Exception {
        for (String command : List.of("run", "test", "bench")) {
            Ended ended = bash(List.of(PROJECT.resolve(command).toString(), "--fressh"));

            assertThat(ended.status()).as(command).isEqualTo(2);
            assertThat(ended.output()).contains("--fressh").contains("./" + command + " --help");
        }
    }

    @Test
    void explainsItself() throws Exception {
        for (String command : List.of("run", "test", "bench")) {
            Ended ended = bash(List.of(PROJECT.resolve(command).toString(), "--help"));

            assertThat(ended.status()).as(command).isZero();
            assertThat(ended.output()).startsWith("./" + command);
        }
    }
}
