package io.tradepath.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

class ProblemTest {
    @ParameterizedTest
    @CsvSource({
        "400, invalid-request,        Invalid request",
        "401, unauthorized,           Unauthorized",
        "404, not-found,              Not found",
        "405, method-not-allowed,     Method not allowed",
        "413, content-too-large,      Content too large",
        "415, unsupported-media-type, Unsupported media type",
        "503, service-unavailable,    Service unavailable",
        "505, http-version-not-supported, Http version not supported",
        "499, invalid-request,        Invalid request",
        "599, internal-server-error,  Internal server error"
    })
    void isNamedByItsStatus(int status, String name, String title) {
        Problem problem = Problem.ofStatus(HttpStatusCode.valueOf(status), "why");

        assertThat(problem.name()).isEqualTo(name);
        assertThat(problem.title()).isEqualTo(title);
    }

    @Test
    void hasTheMembersOfTheRfcAndThenItsOwnInTheOrderGiven() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("rejectReason", "QUOTE_STALE");
        members.put("order", "o");
        Problem problem = new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "order-rejected", "why", members);

        assertThat(problem.body("/executions"))
                .containsExactly(
                        Map.entry("type", "https://tradepath.io/problems/order-rejected"),
                        Map.entry("title", "Order rejected"),
                        Map.entry("status", 422),
                        Map.entry("detail", "why"),
                        Map.entry("instance", "/executions"),
                        Map.entry("rejectReason", "QUOTE_STALE"),
                        Map.entry("order", "o"));
    }

    @Test
    void saysWhenToComeAgainWhereThatHelps() {
        assertThat(ProblemException.unavailable("away").headers().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
        assertThat(ProblemException.forbidden("no").headers().isEmpty()).isTrue();
        assertThat(ProblemException.conflict("key-reused", "no")
                        .withHeader("Idempotent-Replayed", "true")
                        .headers()
                        .getFirst("Idempotent-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void isNoAnswerThatWentWell() {
        assertThatThrownBy(() -> Problem.ofStatus(HttpStatus.OK, "fine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("200");
    }
}
