package io.tradepath.system.feed;

import io.tradepath.system.suite.RunningSuite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A library from npm on Node; {@code client.mjs} is the app. */
final class NodeClient extends LibraryClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int INSTALL_MAX_S = 120;
    private static final int END_MAX_S = 5;

    private final Process node;

    NodeClient(Path npm, String library, String url, String token, List<String> destinations) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", "client.mjs", library, url, token));
        command.addAll(destinations);
        node = new ProcessBuilder(command)
                .directory(npm.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread.ofVirtual().start(this::read);
    }

    /** Puts the app and what it needs into an empty folder. */
    static Path install(Path folder) throws IOException, InterruptedException {
        for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
            Files.copy(RunningSuite.home().resolve("system-tests/src/test/js").resolve(file), folder.resolve(file));
        }
        Path output = folder.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-fund", "--no-audit")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = npm.waitFor(INSTALL_MAX_S, TimeUnit.SECONDS);
        npm.destroy();
        if (!ended || npm.exitValue() != 0) {
            throw new AssertionError("npm ci: " + Files.readString(output));
        }
        return folder;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().map(JSON::readTree).map(NodeClient::said).forEach(this::say);
        } catch (IOException | RuntimeException ended) {
            // By close; a test that still waits for something says so.
        }
    }

    private static Said said(JsonNode line) {
        int connection = line.path("connection").asInt(0);
        return switch (line.path("event").asString()) {
            case "connected" -> new Said.Connected(connection);
            case "lost" -> new Said.Lost(line.path("why").asString(""));
            case "heartbeat" -> new Said.Heartbeat(line.path("from").asString().equals("server"));
            default -> {
                JsonNode headers = line.path("headers");
                yield new Said.Message(
                        connection,
                        headers.path("destination").asString(),
                        headers.path("type").asString(""),
                        headers.path("epoch").asLong(0),
                        headers.path("seq").asLong(0),
                        headers.path("conflated").asLong(0),
                        line.path("body"));
            }
        };
    }

    @Override
    public void close() {
        try {
            node.getOutputStream().close();
            if (!node.waitFor(END_MAX_S, TimeUnit.SECONDS)) {
                node.destroyForcibly();
            }
        } catch (IOException gone) {
            node.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
