package io.tradepath.executions.system;

import io.tradepath.openapi.ApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of one instance, with a token. Whatever comes back has to be as the API document has it. */
record Client(int port, @Nullable String token) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int ATTEMPTS_MAX = 5;
    private static final JsonMapper JSON = new JsonMapper();
    private static final ApiContract CONTRACT = ApiContract.read(Path.of("../docs/api/executions.yaml"));

    /** An answer. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Client withToken(@Nullable String other) {
        return new Client(port, other);
    }

    Client at(int otherPort) {
        return new Client(otherPort, token);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** As a client does with its own key: 503 says that nobody knows, and the same request again tells. */
    Answer postUntilKnown(String path, String json) {
        Answer answer = post(path, json);
        for (int attempt = 1; answer.status() == 503 && attempt < ATTEMPTS_MAX; attempt++) {
            answer = post(path, json);
        }
        return answer;
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            HttpRequest sent = request.build();
            Answer answer = new Answer(HTTP.send(sent, HttpResponse.BodyHandlers.ofString()));
            String path = sent.uri().getPath();
            if (path.startsWith("/executions/")) {
                CONTRACT.check(sent.method(), path, answer.status(), answer.header("content-type"), answer.text());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
