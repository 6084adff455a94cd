package io.tradepath.http.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.oauth2.jwt.Jwt;

class ScopesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders:read feed:read     | ''         | feed:read, orders:read",
                "tradepath/orders:read ops | tradepath/ | orders:read",
                "tradepath/ orders:read    | tradepath/ | ''",
                "'  feed:read  '           | ''         | feed:read",
                "''                        | ''         | ''"
            })
    void areTheTokensWordsWithoutTheirPrefix(String scope, String prefix, String scopes) {
        assertThat(String.join(
                        ", ", Scopes.of(token(scope), prefix).stream().sorted().toList()))
                .isEqualTo(scopes);
    }

    @Test
    void areNoneWhereTheClaimIsNoText() {
        assertThat(Scopes.of(token(List.of("ops")), "")).isEmpty();
    }

    private static Jwt token(Object scope) {
        return Jwt.withTokenValue("t")
                .header("alg", "RS256")
                .claim("scope", scope)
                .build();
    }
}
