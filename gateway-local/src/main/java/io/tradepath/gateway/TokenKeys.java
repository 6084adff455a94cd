package io.tradepath.gateway;

import com.nimbusds.jose.jwk.JWKSet;
import io.tradepath.alb.JwtValidation;
import io.tradepath.alb.TimeSource;
import io.tradepath.alb.TokenCheck;
import io.tradepath.alb.TokenCheck.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The issuers' keys, fetched when a token first wants them, and the tokens that were found valid. */
final class TokenKeys {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);
    private static final int KEYS_BYTES_MAX = 150 * 1024;
    private static final int VALID_TOKENS_MAX = 10_000;

    /** A token with an unknown kid must not make every request ask the issuer. */
    private static final Duration REFETCH_AFTER = Duration.ofSeconds(10);

    private static final JWKSet NO_KEYS = new JWKSet();

    /** What a check came to, for the one who asked. */
    sealed interface Outcome {
        record Passed() implements Outcome {}

        record Refused(String reason) implements Outcome {}

        /** The issuer's keys cannot be had: 500. */
        record NoKeys(String reason) implements Outcome {}
    }

    private record Fetched(JWKSet keys, long atNanos) {}

    private record Known(JwtValidation by, String token) {}

    private final TimeSource time;
    private final Map<String, Fetched> fetched = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Fetched>> underWay = new ConcurrentHashMap<>();
    private final Map<Known, Instant> valid = new ConcurrentHashMap<>();
    private @Nullable HttpClient client;

    TokenKeys(TimeSource time) {
        this.time = time;
    }

    /** Checks a token; completes at once unless keys must be fetched. */
    CompletableFuture<Outcome> check(@Nullable String authorization, JwtValidation wanted) {
        String token = TokenCheck.bearer(authorization);
        if (token == null) {
            return CompletableFuture.completedFuture(new Outcome.Refused("JWTHeaderNotPresent"));
        }
        Known known = new Known(wanted, token);
        Instant now = time.instant();
        Instant until = valid.get(known);
        if (until != null && now.isBefore(until)) {
            return CompletableFuture.completedFuture(new Outcome.Passed());
        }
        Fetched keys = fetched.get(wanted.jwksEndpoint());
        Verdict verdict = TokenCheck.check(token, wanted, keys == null ? NO_KEYS : keys.keys(), now);
        boolean askAgain = keys == null || time.nanoTime() - keys.atNanos() >= REFETCH_AFTER.toNanos();
        if (!(verdict instanceof Verdict.KeyWanted) || !askAgain) {
            return CompletableFuture.completedFuture(outcome(verdict, known));
        }
        return fetch(wanted.jwksEndpoint())
                .handle((fresh, failure) -> fresh == null
                        ? new Outcome.NoKeys("JWKSRequestFailed")
                        : outcome(TokenCheck.check(token, wanted, fresh.keys(), time.instant()), known));
    }

    private Outcome outcome(Verdict verdict, Known known) {
        return switch (verdict) {
            case Verdict.Valid holds -> {
                if (valid.size() >= VALID_TOKENS_MAX) {
                    valid.clear();
                }
                valid.put(known, holds.until());
                yield new Outcome.Passed();
            }
            case Verdict.Refused refused -> new Outcome.Refused(refused.reason());
            case Verdict.KeyWanted ignored -> new Outcome.Refused("JWTKeyNotFound");
        };
    }

    private CompletableFuture<Fetched> fetch(String endpoint) {
        return underWay.computeIfAbsent(endpoint, this::startFetch);
    }

    private CompletableFuture<Fetched> startFetch(String endpoint) {
        return CompletableFuture.supplyAsync(() -> HttpRequest.newBuilder(URI.create(endpoint))
                        .timeout(FETCH_TIMEOUT)
                        .build())
                .thenCompose(request ->
                        client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), KEYS_BYTES_MAX)))
                .thenApply(this::parse)
                .whenComplete((keys, failure) -> {
                    if (keys != null) {
                        fetched.put(endpoint, keys);
                    }
                    var ignored = underWay.remove(endpoint);
                });
    }

    private Fetched parse(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the issuer answers " + response.statusCode());
        }
        try {
            return new Fetched(JWKSet.parse(response.body()), time.nanoTime());
        } catch (ParseException e) {
            throw new IllegalStateException("the issuer's keys are no JWKS", e);
        }
    }

    private synchronized HttpClient client() {
        HttpClient current = client;
        if (current == null) {
            current = HttpClient.newBuilder().connectTimeout(FETCH_TIMEOUT).build();
            client = current;
        }
        return current;
    }

    void close() {
        HttpClient current = client;
        if (current != null) {
            current.shutdownNow();
        }
    }
}
