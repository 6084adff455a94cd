package io.tradepath.accounts;

import io.tradepath.backing.SharedBacking;
import io.tradepath.openapi.ApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the service, for one caller. Whatever comes back has to be as the API document has it. */
public final class Api {
    public static final String TRADER = "trader-1";
    public static final String OTHER_TRADER = "trader-2";
    public static final String OPS = "ops";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    private static final ApiContract CONTRACT = ApiContract.read(Path.of("../docs/api/accounts.yaml"));
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private final String address;
    private final @Nullable String token;

    Api(String address) {
        this(address, null);
    }

    private Api(String address, @Nullable String token) {
        this.address = address;
        this.token = token;
    }

    /** As the client of that name, with all its scopes. */
    public Api as(String client) {
        return with(token(client));
    }

    /** An access token of the client, from the issuer. */
    public static String token(String client) {
        return TOKENS.computeIfAbsent(client, name -> SharedBacking.issuer().token(name));
    }

    public Api with(String bearerToken) {
        return new Api(address, bearerToken);
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, json.getBytes(StandardCharsets.UTF_8), json(headers));
    }

    public Answer patch(String path, String json, String... headers) {
        return send("PATCH", path, json.getBytes(StandardCharsets.UTF_8), json(headers));
    }

    public Answer send(String method, String path, byte[] body, String... headers) {
        return send(request(path, headers)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    /** Opens an account and answers its id. */
    public String openAccount(String currency) {
        Answer opened = post("/accounts", "{\"currency\":\"%s\",\"alias\":\"a\"}".formatted(currency));
        if (opened.status() != 201) {
            throw new AssertionError(opened.toString());
        }
        return opened.json().get("id").asString();
    }

    public Answer deposit(String account, String amount, String key) {
        return post(
                "/accounts/%s/deposits".formatted(account),
                "{\"amount\":\"%s\"}".formatted(amount),
                "Idempotency-Key",
                key);
    }

    private static String[] json(String... headers) {
        for (String header : headers) {
            if (header.equals("Content-Type")) {
                return headers;
            }
        }
        String[] more = new String[headers.length + 2];
        System.arraycopy(headers, 0, more, 0, headers.length);
        more[headers.length] = "Content-Type";
        more[headers.length + 1] = "application/json";
        return more;
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER_MAX);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            Answer answer = new Answer(response.statusCode(), response.headers().map(), response.body());
            if (request.uri().getPath().startsWith("/accounts")) {
                String type = answer.header("content-type");
                CONTRACT.check(
                        request.method(),
                        request.uri().getPath(),
                        answer.status(),
                        type == null ? "" : type,
                        answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public @Nullable String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? null : values.getFirst();
        }

        /** The stable name of a problem; fails for what is not one. */
        public String problem() {
            if (!"application/problem+json".equals(header("content-type"))) {
                throw new AssertionError("not a problem: " + this);
            }
            String type = json().get("type").asString();
            return type.substring("https://tradepath.io/problems/".length());
        }

        public String detail() {
            return json().get("detail").asString();
        }
    }
}
