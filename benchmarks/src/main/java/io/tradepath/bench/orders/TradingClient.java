package io.tradepath.bench.orders;

import io.tradepath.bench.RunningSuite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes what the load trades with, through the gateway: a token, and accounts with money. */
final class TradingClient {
    private static final String IDENTITY = "trader-1:secret";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final String token;

    TradingClient(RunningSuite suite) throws IOException, InterruptedException {
        this.gateway = URI.create("http://localhost:" + suite.port("gateway"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/oauth2/token".formatted(suite.port("issuer"))))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(IDENTITY.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        this.token = member("access_token", send(request, 200));
    }

    /** Holds for fifteen minutes. */
    String token() {
        return token;
    }

    /** Opens accounts with this much in each. */
    List<String> accounts(int count, String amount) throws IOException, InterruptedException {
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String account = member(
                    "id", send(post("/accounts", "{\"currency\":\"USD\",\"alias\":\"Load\"}", "open-" + i), 201));
            send(
                    post("/accounts/%s/deposits".formatted(account), "{\"amount\":\"%s\"}".formatted(amount), "first"),
                    201);
            accounts.add(account);
        }
        return accounts;
    }

    private HttpRequest post(String path, String body, String key) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String send(HttpRequest request, int status) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException("%s: %d %s".formatted(request.uri(), answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    private static String member(String name, String json) throws IOException {
        Matcher value =
                Pattern.compile("\"%s\"\\s*:\\s*\"([^\"]+)\"".formatted(name)).matcher(json);
        if (!value.find()) {
            throw new IOException("no %s in %s".formatted(name, json));
        }
        return value.group(1);
    }
}
