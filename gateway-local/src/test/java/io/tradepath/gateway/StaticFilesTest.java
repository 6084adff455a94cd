package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.answer;
import static io.tradepath.gateway.Templates.path;
import static io.tradepath.gateway.Templates.rule;
import static io.tradepath.gateway.Templates.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticFilesTest {

    @TempDir
    private Path outside;

    @Test
    void filesAnswerWhatTheRulesLeaveAndNothingOutsideTheFolder() throws IOException {
        Path folder = Files.createDirectory(outside.resolve("site"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.writeString(folder.resolve("index.html"), "<p>start</p>");
        Files.writeString(folder.resolve("app.js"), "go()");
        Files.writeString(folder.resolve("a b.txt"), "blank");
        Files.createSymbolicLink(folder.resolve("link.txt"), outside.resolve("secret.txt"));
        String rules = rule("R", 1, path("/api/*"), answer("api"));
        try (TestGateway gateway =
                TestGateway.of(withRules(rules)).staticFolder(folder).start()) {
            int port = gateway.port();
            RawClient.Answer start = RawClient.get(port, "/");
            assertThat(start.body()).isEqualTo("<p>start</p>");
            assertThat(start.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(RawClient.get(port, "/app.js?v=1").header("Content-Type"))
                    .startsWith("text/javascript");
            assertThat(RawClient.get(port, "/a%20b.txt").body()).isEqualTo("blank");
            assertThat(RawClient.get(port, "/api/index.html").body()).isEqualTo("api");
            assertThat(RawClient.get(port, "/none.html").body()).isEqualTo("default");
            assertThat(RawClient.once(port, RawClient.request("POST", "/app.js", "Content-Length: 0"))
                            .body())
                    .isEqualTo("default");
            for (String out : new String[] {
                "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt", "/%00", "/%zz", "//etc/passwd"
            }) {
                assertThat(RawClient.get(port, out).body()).as(out).isEqualTo("default");
            }
            String tag = String.valueOf(start.header("ETag"));
            assertThat(RawClient.get(port, "/", "If-None-Match: " + tag).status())
                    .isEqualTo(304);
            RawClient.Answer head = RawClient.once(port, RawClient.request("HEAD", "/app.js"));
            assertThat(head.header("Content-Length")).isEqualTo("4");
        }
    }
}
