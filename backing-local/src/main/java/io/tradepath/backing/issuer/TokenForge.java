package io.tradepath.backing.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Access tokens with one fault each, and otherwise as the issuer makes them. What is not named here is made from
 * {@link #claims} and {@link #sign}: another {@code client_id}, a missing scope, an {@code aud}.
 */
public final class TokenForge {
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final String issuer;
    private final RSAKey signingKey;
    private final Clock clock;

    TokenForge(String issuer, RSAKey signingKey, Clock clock) {
        this.issuer = issuer;
        this.signingKey = signingKey;
        this.clock = clock;
    }

    /** The claims of a good token of {@code clientId} with all its scopes, to be changed; times are epoch seconds. */
    public Map<String, Object> claims(String clientId) {
        Instant now = clock.instant();
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", clientId);
        claims.put("client_id", clientId);
        claims.put("token_use", "access");
        claims.put("version", 2);
        claims.put("scope", String.join(" ", new TreeSet<>(Demo.scopesOf(clientId))));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        return claims;
    }

    /** Signs with the issuer's own key: whatever the claims say, the signature is good. */
    public String sign(Map<String, Object> claims) {
        return sign(JWSAlgorithm.RS256, signingKey.getKeyID(), rsaSigner(signingKey), claims);
    }

    /** Ended an hour ago. */
    public String expired(String clientId) {
        Map<String, Object> claims = claims(clientId);
        Instant ended = clock.instant().minus(Duration.ofHours(1));
        claims.put("iat", ended.minus(LIFE).getEpochSecond());
        claims.put("exp", ended.getEpochSecond());
        return sign(claims);
    }

    /** Signed by the issuer's key, but in another's name. */
    public String ofAnotherIssuer(String clientId) {
        Map<String, Object> claims = claims(clientId);
        claims.put("iss", "http://localhost:1");
        return sign(claims);
    }

    /** {@code alg=none}: no signature at all. */
    public String unsigned(String clientId) {
        return new PlainJWT(claimsSet(claims(clientId))).serialize();
    }

    /** HS256 with the published key as the secret, which a checker that trusts {@code alg} takes for good. */
    public String signedWithPublicKeyAsSecret(String clientId) {
        try {
            JWSSigner signer = new MACSigner(signingKey.toRSAPublicKey().getEncoded());
            return sign(JWSAlgorithm.HS256, signingKey.getKeyID(), signer, claims(clientId));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with a stranger's key under the issuer's key id. */
    public String signedWithAnotherKey(String clientId) {
        return sign(JWSAlgorithm.RS256, signingKey.getKeyID(), rsaSigner(SigningKey.make()), claims(clientId));
    }

    private static JWSSigner rsaSigner(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(JWSAlgorithm algorithm, String keyId, JWSSigner signer, Map<String, Object> claims) {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claimsSet(claims));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static JWTClaimsSet claimsSet(Map<String, Object> claims) {
        try {
            return JWTClaimsSet.parse(claims);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
