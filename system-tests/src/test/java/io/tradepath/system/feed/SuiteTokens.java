package io.tradepath.system.feed;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tradepath.system.suite.RunningSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Good tokens of subjects that the suite's issuer does not know, by its key: one identity has few sockets. */
final class SuiteTokens {
    private static final String KEY_FILE = "signing-key.json";
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final RSAKey key;
    private final String issuer;

    private SuiteTokens(RSAKey key, String issuer) {
        this.key = key;
        this.issuer = issuer;
    }

    static SuiteTokens of(RunningSuite suite) throws IOException, ParseException {
        try (Stream<Path> files = Files.find(suite.dir(), 4, (file, _) -> file.endsWith(KEY_FILE))) {
            Path file = files.findFirst().orElseThrow(() -> new IOException("no " + KEY_FILE));
            return new SuiteTokens(
                    RSAKey.parse(Files.readString(file)), suite.issuer().toString());
        }
    }

    List<String> ofSubjects(int subjects) throws JOSEException {
        List<String> tokens = new ArrayList<>();
        for (int subject = 1; subject <= subjects; subject++) {
            tokens.add(token("reader-" + subject));
        }
        return tokens;
    }

    private String token(String subject) throws JOSEException {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .claim("client_id", "trader-1")
                .claim("token_use", "access")
                .claim("scope", "feed:read")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }
}
