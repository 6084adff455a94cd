package io.tradepath.system.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** REST through the gateway, as one of the demo identities. */
public final class Api {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    private final URI gateway;
    private final URI issuer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    public Api(URI gateway, URI issuer) {
        this.gateway = gateway;
        this.issuer = issuer;
    }

    private record Token(String value, long fetchedNanos) {
        boolean isFresh() {
            return System.nanoTime() - fetchedNanos < TOKEN_LIFE.toNanos();
        }
    }

    public URI gateway() {
        return gateway;
    }

    /** A token of a demo identity, kept for ten of its fifteen minutes. */
    public String token(String identity) throws IOException, InterruptedException {
        Token token = tokens.get(identity);
        if (token == null || !token.isFresh()) {
            token = new Token(fetchToken(identity, ""), System.nanoTime());
            tokens.put(identity, token);
        }
        return token.value();
    }

    /** A token of a demo identity with these scopes alone; all that it has where there are none. */
    public String fetchToken(String identity, String scopes) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((identity + ":secret").getBytes(StandardCharsets.UTF_8));
        String form =
                "grant_type=client_credentials" + (scopes.isEmpty() ? "" : "&scope=" + scopes.replace(" ", "%20"));
        HttpRequest request = HttpRequest.newBuilder(issuer.resolve("/oauth2/token"))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return send(request).expect(200).text("access_token");
    }

    public Answer get(String identity, String path) throws IOException, InterruptedException {
        return send(request(identity, path).GET().build());
    }

    /** Sends JSON; {@code headers} are names and values in turn. */
    public Answer send(String identity, String method, String path, Object body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(identity, path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** A request with this identity's token, to be completed. */
    public HttpRequest.Builder request(String identity, String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token(identity));
    }

    /** Sends a request as it is. */
    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), parse(response));
    }

    private static JsonNode parse(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        return type.contains("json") ? JSON.readTree(response.body()) : JSON.valueToTree(response.body());
    }

    /** Opens an account and answers its id. */
    public String openAccount(String identity, String currency) throws IOException, InterruptedException {
        return send(identity, "POST", "/accounts", Map.of("currency", currency, "alias", "Test " + currency))
                .expect(201)
                .text("id");
    }

    public Answer deposit(String identity, String account, String amount, String key)
            throws IOException, InterruptedException {
        return send(
                identity,
                "POST",
                "/accounts/" + account + "/deposits",
                Map.of("amount", amount),
                "Idempotency-Key",
                key);
    }

    public Answer order(String identity, String account, Map<String, ?> order)
            throws IOException, InterruptedException {
        return send(identity, "POST", "/executions/accounts/" + account + "/orders", order);
    }

    /** A MARKET order for {@link #order}. */
    public static Map<String, String> market(String instrument, String side, String units, String clientOrderId) {
        return Map.of(
                "instrument", instrument,
                "side", side,
                "units", units,
                "type", "MARKET",
                "timeInForce", "FOK",
                "clientOrderId", clientOrderId);
    }

    /** The events of an account after {@code afterSeq}, all of them: {@code service} is accounts or executions. */
    public List<JsonNode> events(String identity, String service, String account, long afterSeq)
            throws IOException, InterruptedException {
        String base = service.equals("accounts") ? "/accounts/" : "/executions/accounts/";
        List<JsonNode> events = new ArrayList<>();
        long after = afterSeq;
        while (true) {
            Answer page = get(identity, base + account + "/events?limit=1000&afterSeq=" + after)
                    .expect(200);
            if (page.body().path("events").isEmpty()) {
                return events;
            }
            for (JsonNode event : page.body().path("events")) {
                events.add(event);
                after = event.path("seq").asLong();
            }
        }
    }
}
