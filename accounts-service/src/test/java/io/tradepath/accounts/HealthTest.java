package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {
    private final Api management = Instance.first().management();

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/readiness", "/actuator/health/liveness"})
    void saysWithoutATokenThatItCanAnswer(String path) {
        assertThat(management.get(path).status()).isEqualTo(200);
        assertThat(management.get(path).body()).contains("UP").doesNotContain("db", "diskSpace");
    }

    @Test
    void tellsWhatAnOperatorShouldKnow() {
        Instance.first().api().as(Api.TRADER).get("/accounts");

        assertThat(management.get("/actuator/prometheus").body())
                .contains(
                        "tradepath_outbox_rows",
                        "tradepath_outbox_age_seconds",
                        "tradepath_outbox_relay_holder",
                        "tradepath_inbox_gap_overdue",
                        "tradepath_inbox_parked_accounts",
                        "hikaricp_connections_pending",
                        "http_server_requests_seconds_count");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/env", "/actuator/beans", "/actuator/heapdump", "/actuator/loggers", "/accounts"})
    void showsNothingElse(String path) {
        assertThat(management.get(path).status()).isIn(401, 404);
    }
}
