package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the commands find a JDK 25, and what they do on a laptop that has none. */
@Timeout(60)
class JdkScriptTest {
    private static final Path SCRIPT =
            Path.of("../scripts/jdk.sh").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final AtomicInteger downloads = new AtomicInteger();
    private HttpServer server;

    private record Ended(int status, String home, String said) {}

    @BeforeEach
    void aMachineWithoutAJdk() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        fakeJdk(folder.resolve("old"), "17.0.15");
        // The java of the machine that runs the tests must not be found.
        script(bin.resolve("java"), "echo '    java.home = " + folder.resolve("old") + "' >&2");
        environment.put("PATH", bin + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("TRADEPATH_JDK_FOLDERS", folder + "/jvm/*");
        environment.put("TRADEPATH_JDK_URL", "http://127.0.0.1:1/jdk.tar.gz");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private Ended find() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                "-c",
                "set -euo pipefail; root=$0; . \"$1\"; echo \"$JAVA_HOME\"",
                folder.resolve("project").toString(),
                SCRIPT.toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path errors = folder.resolve("errors");
        Process process = builder.redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output.strip(), Files.readString(errors));
    }

    private static Path fakeJdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        script(home.resolve("bin/java"), "echo 'openjdk version \"" + version + "\" 2026-04-21' >&2");
        script(home.resolve("bin/javac"), "");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Serves an archive with a JDK of this version, and as its checksum what is given. */
    private void serve(String version, String checksum) throws Exception {
        fakeJdk(folder.resolve("archive/jdk-25"), version);
        Path archive = folder.resolve("jdk.tar.gz");
        new ProcessBuilder(
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        folder.resolve("archive").toString(),
                        "jdk-25")
                .inheritIO()
                .start()
                .waitFor();
        byte[] bytes = Files.readAllBytes(archive);
        String actual =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        answer("/jdk.tar.gz", bytes);
        answer(
                "/jdk.tar.gz.sha256.txt",
                (checksum.replace("ACTUAL", actual) + "  jdk.tar.gz\n").getBytes(StandardCharsets.US_ASCII));
        environment.put(
                "TRADEPATH_JDK_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/jdk.tar.gz");
    }

    private void answer(String path, byte[] body) {
        server.createContext(path, exchange -> {
            if (exchange.getRequestURI().getPath().equals("/jdk.tar.gz")) {
                downloads.incrementAndGet();
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @Test
    void takesTheJdkThatJavaHomeNames() throws Exception {
        Path home = fakeJdk(folder.resolve("mine"), "25.0.3");
        fakeJdk(folder.resolve("jvm/other"), "25.0.1");
        environment.put("JAVA_HOME", home.toString());

        assertThat(find()).isEqualTo(new Ended(0, home.toString(), ""));
    }

    @Test
    void takesTheJdkOfTheJavaOnThePath() throws Exception {
        Path home = fakeJdk(folder.resolve("on path"), "25");
        script(folder.resolve("bin/java"), "echo '    java.home = " + home + "' >&2");

        assertThat(find()).isEqualTo(new Ended(0, home.toString(), ""));
    }

    @Test
    void passesOverOlderAndNewerOnesAndThoseWithoutACompiler() throws Exception {
        environment.put("JAVA_HOME", folder.resolve("old").toString());
        fakeJdk(folder.resolve("jvm/a"), "26");
        Files.delete(fakeJdk(folder.resolve("jvm/b"), "25.0.1").resolve("bin/javac"));
        Path home = fakeJdk(folder.resolve("jvm/c"), "25.0.2");

        assertThat(find()).isEqualTo(new Ended(0, home.toString(), ""));
    }

    @Test
    void asksAJdkThatHasNoReleaseFile() throws Exception {
        Path home = fakeJdk(folder.resolve("jvm/bare"), "25.0.2");
        Files.delete(home.resolve("release"));

        assertThat(find()).isEqualTo(new Ended(0, home.toString(), ""));
    }

    @Test
    void fetchesOneWhereThereIsNoneAndUsesItFromThenOn() throws Exception {
        serve("25.0.3", "ACTUAL");
        String fetched = folder.resolve("project/.local/jdk").toString();

        Ended first = find();

        assertThat(first.home()).isEqualTo(fetched);
        assertThat(first.said())
                .startsWith("No JDK 25 found in JAVA_HOME, on the PATH or in the usual folders: fetching");
        assertThat(find()).isEqualTo(new Ended(0, fetched, ""));
        assertThat(downloads).hasValue(1);
    }

    @Test
    void refusesAnArchiveWithAnotherChecksum() throws Exception {
        serve("25.0.3", "0".repeat(64));

        Ended ended = find();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains("has not the checksum that");
        assertThat(folder.resolve("project/.local")).isEmptyDirectory();
    }

    @Test
    void refusesAnArchiveThatHoldsAnotherJdk() throws Exception {
        serve("21.0.1", "ACTUAL");

        Ended ended = find();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.said()).contains("is no JDK 25");
    }

    @Test
    void saysWhatToInstallWhereThereIsNoServer() throws Exception {
        Ended ended = find();

        assertThat(ended.status()).isEqualTo(1);
        assertThat(List.of(ended.said().split("\n")).getLast())
                .startsWith("Could not fetch it from http://127.0.0.1:1/jdk.tar.gz: install a JDK 25")
                .contains("JAVA_HOME");
        assertThat(folder.resolve("project/.local")).isEmptyDirectory();
    }
}
