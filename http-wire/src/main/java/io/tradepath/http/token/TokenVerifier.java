package io.tradepath.http.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies access tokens: RS256 by a key of the issuer's, not expired, issued by it, for use as an access token, to a
 * known application. What has been verified is remembered until it expires, as checking a signature costs more than the
 * rest of a small request.
 */
final class TokenVerifier implements JwtDecoder {
    /** Verified tokens remembered; beyond that the least used is verified again. */
    static final int TOKENS_MAX = 5_000;
    /** What this clock and the issuer's may be apart. */
    static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(5);

    private static final int FETCH_TIMEOUT_MS = 1_000;
    private static final int KEY_SET_BYTES_MAX = 64 * 1024;
    private static final Duration KEYS_KEPT = Duration.ofMinutes(5);
    private static final Duration KEYS_KEPT_WHILE_ISSUER_IS_AWAY = Duration.ofHours(1);
    /** A token that names an unknown key makes the keys be fetched anew; not more often than this. */
    private static final Duration FETCH_INTERVAL_MIN = Duration.ofSeconds(10);

    private static final int CAUSES_MAX = 16;

    private final NimbusJwtDecoder decoder;
    private final Cache<String, Jwt> verified;

    TokenVerifier(TokenSettings settings) {
        Clock clock = Clock.systemUTC(); // The issuer's time, whatever clock the service goes by.
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier((_, _) -> {}); // Cognito writes no type; the claim token_use tells.
        processor.setJWTClaimsSetVerifier((_, _) -> {}); // Claims are looked at below.
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys(settings)));
        this.decoder = new NimbusJwtDecoder(processor);
        JwtTimestampValidator timestamps = new JwtTimestampValidator(CLOCK_SKEW_MAX);
        timestamps.setAllowEmptyExpiryClaim(false);
        timestamps.setClock(clock);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                timestamps,
                new JwtClaimValidator<>("iss", settings.issuer()::equals),
                new JwtClaimValidator<>("token_use", "access"::equals),
                new JwtClaimValidator<>(
                        "client_id",
                        client -> client instanceof String id
                                && settings.clientIds().contains(id)),
                new JwtClaimValidator<>("sub", subject -> subject instanceof String text && !text.isBlank())));
        this.verified = Caffeine.newBuilder()
                .maximumSize(TOKENS_MAX)
                .expireAfter(Expiry.<String, Jwt>creating((_, jwt) -> untilExpiry(jwt, clock.instant())))
                .build();
    }

    private static JWKSource<SecurityContext> keys(TokenSettings settings) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            settings.jwksUri().toURL(),
                            new DefaultResourceRetriever(FETCH_TIMEOUT_MS, FETCH_TIMEOUT_MS, KEY_SET_BYTES_MAX))
                    .cache(KEYS_KEPT.toMillis(), 2 * FETCH_TIMEOUT_MS)
                    .refreshAheadCache(false)
                    .rateLimited(FETCH_INTERVAL_MIN.toMillis())
                    .outageTolerant(KEYS_KEPT_WHILE_ISSUER_IS_AWAY.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("tradepath.jwks-uri: " + settings.jwksUri(), e);
        }
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = verified.getIfPresent(token);
        if (known != null) {
            return known;
        }
        try {
            Jwt jwt = decoder.decode(token);
            verified.put(token, jwt);
            return jwt;
        } catch (JwtException e) {
            if (isAboutUnknownKeys(e)) {
                throw new BadJwtException("signed by an unknown key", e);
            }
            throw e;
        }
    }

    /** The keys were fetched a moment ago and the token's is not among them: the token is bad, not the issuer away. */
    private static boolean isAboutUnknownKeys(JwtException e) {
        Throwable cause = e;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            if (cause instanceof RateLimitReachedException) {
                return true;
            }
        }
        return false;
    }

    private static Duration untilExpiry(Jwt jwt, Instant now) {
        Instant expiry = Objects.requireNonNull(jwt.getExpiresAt(), "exp is required of every token");
        Duration left = Duration.between(now, expiry);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
