package io.tradepath.executions.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestTemplate;

/** Verifies access tokens; one that has been is remembered until it expires, so that its signature is checked once. */
final class Tokens implements JwtDecoder {
    /** Tokens remembered. */
    private static final int REMEMBERED_MAX = 10_000;
    /** Clocks of issuer and service may differ by this much. */
    private static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(5);

    private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(1);

    private final JwtDecoder verifier;
    private final Cache<String, Jwt> verified;

    Tokens(TokenSettings settings, Clock clock) {
        this.verifier = verifier(settings, clock);
        this.verified = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfter(
                        Expiry.<String, Jwt>creating((_, token) -> Duration.between(clock.instant(), expiry(token))))
                .build();
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = verified.getIfPresent(token);
        if (known != null) {
            return known;
        }
        Jwt jwt = verifier.decode(token);
        verified.put(token, jwt);
        return jwt;
    }

    private static Instant expiry(Jwt token) {
        return Objects.requireNonNull(token.getExpiresAt(), "a token without exp is not taken");
    }

    private static JwtDecoder verifier(TokenSettings settings, Clock clock) {
        SimpleClientHttpRequestFactory http = new SimpleClientHttpRequestFactory();
        http.setConnectTimeout(KEYS_TIMEOUT);
        http.setReadTimeout(KEYS_TIMEOUT);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(
                        settings.jwksUri().toString())
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .restOperations(new RestTemplate(http))
                .build();
        decoder.setJwtValidator(token -> validate(token, validators(settings, clock)));
        return decoder;
    }

    private static List<OAuth2TokenValidator<Jwt>> validators(TokenSettings settings, Clock clock) {
        JwtTimestampValidator time = new JwtTimestampValidator(CLOCK_SKEW_MAX);
        time.setClock(clock);
        return List.of(
                time,
                new JwtIssuerValidator(settings.issuer()),
                token -> require(token.getExpiresAt() != null, "The token does not expire"),
                token -> require(token.getSubject() != null, "The token has no subject"),
                token -> require("access".equals(token.getClaimAsString("token_use")), "The token is no access token"),
                token -> require(isOfKnownClient(token, settings), "The token is another client's"));
    }

    private static boolean isOfKnownClient(Jwt token, TokenSettings settings) {
        String client = token.getClaimAsString("client_id");
        return client != null && settings.clientIds().contains(client);
    }

    private static OAuth2TokenValidatorResult validate(Jwt token, List<OAuth2TokenValidator<Jwt>> validators) {
        for (OAuth2TokenValidator<Jwt> validator : validators) {
            OAuth2TokenValidatorResult result = validator.validate(token);
            if (result.hasErrors()) {
                return result;
            }
        }
        return OAuth2TokenValidatorResult.success();
    }

    private static OAuth2TokenValidatorResult require(boolean holds, String otherwise) {
        return holds
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, otherwise, null));
    }
}
