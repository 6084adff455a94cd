package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private static final String SUITE = "../infra/tradepath.yaml";

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {}

    private static Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                System.nanoTime());
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void helpSaysEverySetting() {
        Run help = run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("--template", "--target", "--listener", "--validate", "explain", "--static");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--port 1                                  | --template is missing; see --help",
                "--template x --colour red                 | --colour is not known; see --help",
                "--template                                | --template wants a value, or is not known; see --help",
                "--template x --port 99999                 | --port wants a port from 0 to 65535, not '99999'",
                "--template x --listener A                 | --listener wants ID=PORT or ID=PORT:http, not 'A'",
                "--template x --target A=nowhere           | 'A=nowhere' has no host:port",
                "--template x --target nowhere             | 'nowhere' is no target such as Accounts=localhost:8081",
                "--template x --parameter A                | --parameter wants NAME=VALUE, not 'A'",
                "--template x --port 1 --listener A=2      | --port and --listener exclude each other",
                "--template x stray                        | 'stray' is not known; see --help",
                "--template ../infra/none.yaml             | cannot read the template ../infra/none.yaml",
                "explain --template x GET                  | explain wants a method and a URL",
            })
    void mistakesAreOneSentenceAndExitTwo(String args, String message) {
        Run run = run(args.split(" ", -1));
        assertThat(run.code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(run.err()).startsWith("gateway-local: ").contains(message);
    }

    @Test
    void validateSaysWhatAnAlbWouldSay() throws Exception {
        Run good = run("--template", SUITE, "--validate");
        assertThat(good.code()).isZero();
        assertThat(good.out()).endsWith("valid: 2 listeners, 5 rules, 3 target groups\n");
        Path bad = folder.resolve("bad.yaml");
        Files.writeString(bad, Files.readString(Path.of(SUITE)).replace("Priority: 20", "Priority: 10"));
        Run wrong = run("--template", bad.toString(), "--validate");
        assertThat(wrong.code()).isEqualTo(Main.EXIT_TEMPLATE);
        assertThat(wrong.out())
                .contains("bad.yaml:", "StreamingHostRule.Priority: 10 is taken by StompRule")
                .contains("invalid: ");
        Run json = run("--template", bad.toString(), "--validate", "--json");
        assertThat(json.code()).isEqualTo(Main.EXIT_TEMPLATE);
        assertThat(JSONObjectUtils.parse(json.out()))
                .containsEntry("valid", false)
                .containsKeys("findings", "listeners");
        Run served = run("--template", bad.toString());
        assertThat(served.code()).isEqualTo(Main.EXIT_TEMPLATE);
        assertThat(served.err()).startsWith("error: ").contains("StreamingHostRule.Priority");
    }

    @Test
    void explainSaysWhyEachRuleDoesNotMatch() {
        Run run = run(
                "explain",
                "--template",
                SUITE,
                "--parameter",
                "VerifyTokens=false",
                "GET",
                "https://a.test/feed/quotes");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                        listener Https
                          no   StompRule (10): path-pattern is /feed/quotes, not /feed/stomp
                          no   StreamingHostRule (20): host-header is a.test, not stream.localhost
                          no   AccountsRule (30): path-pattern is /feed/quotes, not /accounts or /accounts/*
                          no   ExecutionsRule (40): path-pattern is /feed/quotes, not /executions or /executions/*
                          yes  FeedRule (50): forward to Feed
                        """);
        assertThat(run("explain", "--template", SUITE, "GET", "http://a.test/").out())
                .contains("yes  the default action: redirect 301 to HTTPS://#{host}:443/#{path}");
        assertThat(run("explain", "--template", SUITE, "GET", "nowhere").err()).contains("is no URL");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Run run = run("--template", SUITE, "--listener", "Https=" + port + ":http", "--management-port", "0");
            assertThat(run.code()).isEqualTo(Main.EXIT_USAGE);
            assertThat(run.err()).contains("port " + port + " of listener Https is in use");
            Run management = run("--template", SUITE, "--listener", "Https=0:http", "--management-port", port);
            assertThat(management.err()).contains("management port " + port + " is in use");
        }
    }

    @Test
    void anUnknownListenerOrGroupIsNamed() {
        assertThat(run("--template", SUITE, "--listener", "Nobody=0", "--management-port", "0")
                        .err())
                .contains("the templates have no listener Nobody; they have Http, Https");
        assertThat(run("--template", SUITE, "--port", "0").err()).contains("--port is for one listener");
        assertThat(run("--template", SUITE, "--listener", "Https=0:http", "--management-port", "0", "--target", "X=h:1")
                        .err())
                .contains("there is no target group X; there is Accounts, Executions, Feed");
    }
}
