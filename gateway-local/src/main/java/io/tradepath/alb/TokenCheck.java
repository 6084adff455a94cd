package io.tradepath.alb;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks a bearer token as the jwt-validation action does. Pure: the keys are the caller's to fetch. */
public final class TokenCheck {

    private static final String BEARER = "bearer ";

    private TokenCheck() {}

    /** What a check came to. */
    public sealed interface Verdict {

        /** The token holds until then, by its {@code exp}. */
        record Valid(Instant until) implements Verdict {}

        /** The answer is 401; the reason goes to the access log alone. */
        record Refused(String reason) implements Verdict {}

        /** None of the keys has the token's {@code kid}: the issuer may have a new one. */
        record KeyWanted() implements Verdict {}
    }

    /** The token of an Authorization header; null where there is none. */
    public static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        return authorization.substring(BEARER.length()).strip();
    }

    public static Verdict check(String token, JwtValidation wanted, JWKSet keys, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())) {
                return new Verdict.Refused("JWTAlgorithmNotSupported");
            }
            RSAKey key = keyFor(jwt, keys);
            if (key == null) {
                return new Verdict.KeyWanted();
            }
            if (!jwt.verify(new RSASSAVerifier(key))) {
                return new Verdict.Refused("JWTSignatureInvalid");
            }
            return claims(jwt.getJWTClaimsSet(), wanted, now);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return new Verdict.Refused("JWTFormatInvalid");
        }
    }

    private static @Nullable RSAKey keyFor(SignedJWT jwt, JWKSet keys) {
        String kid = jwt.getHeader().getKeyID();
        for (JWK key : keys.getKeys()) {
            if (key instanceof RSAKey rsa && (kid == null || kid.equals(key.getKeyID()))) {
                return rsa;
            }
        }
        return null;
    }

    private static Verdict claims(JWTClaimsSet claims, JwtValidation wanted, Instant now) throws ParseException {
        Date expires = claims.getExpirationTime();
        if (!wanted.issuer().equals(claims.getIssuer())) {
            return new Verdict.Refused("JWTIssuerInvalid");
        }
        if (expires == null || !now.isBefore(expires.toInstant())) {
            return new Verdict.Refused("JWTExpired");
        }
        if (isAfter(claims.getNotBeforeTime(), now) || isAfter(claims.getIssueTime(), now)) {
            return new Verdict.Refused("JWTNotYetValid");
        }
        for (JwtValidation.Claim claim : wanted.claims()) {
            if (present(claims, claim).stream().noneMatch(claim.values()::contains)) {
                return new Verdict.Refused("JWTClaimInvalid");
            }
        }
        return new Verdict.Valid(expires.toInstant());
    }

    private static boolean isAfter(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now);
    }

    private static List<String> present(JWTClaimsSet claims, JwtValidation.Claim claim) throws ParseException {
        if (claims.getClaim(claim.name()) == null) {
            return List.of();
        }
        return switch (claim.format()) {
            case SINGLE_STRING -> List.of(claims.getClaimAsString(claim.name()));
            case STRING_ARRAY -> claims.getStringListClaim(claim.name());
            case SPACE_SEPARATED_VALUES ->
                Arrays.asList(claims.getClaimAsString(claim.name()).split(" ", -1));
        };
    }
}
