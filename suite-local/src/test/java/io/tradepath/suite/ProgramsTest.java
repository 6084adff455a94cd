package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path home;

    @BeforeEach
    void buildEveryJar() throws IOException {
        for (Program program : Program.values()) {
            build(program, "first");
        }
    }

    private void build(Program program, String content) throws IOException {
        Path jar = home.resolve(program.jar());
        Files.createDirectories(jar.resolveSibling("."));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry("content"));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Programs unpacked() throws Exception {
        Programs programs = new Programs(home, Path.of("/jdk"));
        programs.unpack();
        return programs;
    }

    private static String jar(List<String> command) {
        return command.getLast();
    }

    @Test
    void runsFromACopyThatABuildDoesNotTouch() throws Exception {
        String before = jar(unpacked().fromCache(Program.GATEWAY));
        build(Program.GATEWAY, "second");

        String after = jar(unpacked().fromCache(Program.GATEWAY));

        assertThat(after).isNotEqualTo(before);
        assertThat(Path.of(before)).exists();
    }

    @Test
    void usesTheSameCopyWhenABuildChangedNothing() throws Exception {
        String before = jar(unpacked().fromCache(Program.FEED));
        build(Program.FEED, "first");

        assertThat(jar(unpacked().fromCache(Program.FEED))).isEqualTo(before);
    }

    @Test
    void keepsNoMoreThanOneOlderCopy() throws Exception {
        for (int i = 0; i < 5; i++) {
            build(Program.GATEWAY, "build " + i);
            unpacked();
        }

        try (var folders = Files.newDirectoryStream(home.resolve("target/suite"), "gateway-local-*")) {
            assertThat(folders).hasSize(2);
        }
    }

    @Test
    void startsFromACacheOnlyWhereATrainingRunMadeOne() throws Exception {
        Programs programs = unpacked();
        String cache = programs.makingCache(Program.KAFKA).stream()
                .filter(flag -> flag.startsWith("-XX:AOTCacheOutput="))
                .findFirst()
                .orElseThrow()
                .substring("-XX:AOTCacheOutput=".length());

        assertThat(programs.withoutCache()).contains(Program.KAFKA);
        assertThat(programs.fromCache(Program.KAFKA)).noneMatch(flag -> flag.contains("AOT"));

        Files.writeString(Path.of(cache), "made");
        assertThat(programs.withoutCache()).contains(Program.KAFKA);

        assertThat(programs.takeCache(Program.KAFKA)).isTrue();

        assertThat(programs.withoutCache()).doesNotContain(Program.KAFKA);
        assertThat(programs.fromCache(Program.KAFKA)).contains("-XX:AOTCache=" + cache.replace(".new", ""));
    }

    @Test
    void doesNotTrainAgainWhereATrainingRunMadeNoCache() throws Exception {
        Programs programs = unpacked();

        assertThat(programs.takeCache(Program.KAFKA)).isFalse();

        assertThat(programs.withoutCache()).doesNotContain(Program.KAFKA);
        assertThat(programs.fromCache(Program.KAFKA)).noneMatch(flag -> flag.contains("AOT"));
    }

    @Test
    void namesAJarThatIsNotBuilt() throws IOException {
        Files.delete(home.resolve(Program.FEED.jar()));

        assertThatThrownBy(this::unpacked)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("feed-service/target/feed-service-exec.jar is not built");
    }
}
