package io.tradepath.alb;

import java.util.List;

/**
 * What an HTTPS listener's jwt-validation action asks of a token: RS256, the signature by a key of the endpoint,
 * {@code iss} and {@code exp} always, {@code nbf} and {@code iat} where they are there, and further claims.
 */
public record JwtValidation(String jwksEndpoint, String issuer, List<Claim> claims) {

    public static final int CLAIMS_MAX = 10;

    public JwtValidation {
        claims = List.copyOf(claims);
        if (claims.size() > CLAIMS_MAX) {
            throw new IllegalArgumentException("at most " + CLAIMS_MAX + " additional claims");
        }
    }

    /** How a claim's text is compared. */
    public enum Format {
        SINGLE_STRING,
        STRING_ARRAY,
        SPACE_SEPARATED_VALUES
    }

    /** A claim that must hold one of the values. */
    public record Claim(String name, Format format, List<String> values) {
        public Claim {
            values = List.copyOf(values);
        }
    }
}
