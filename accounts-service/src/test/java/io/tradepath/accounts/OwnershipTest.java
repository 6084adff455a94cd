package io.tradepath.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.accounts.Api.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another owner's id on each endpoint. */
class OwnershipTest {
    private static final String NEVER_GIVEN = "0190a000-0000-7000-8000-000000000000";

    private final Api owner = Instance.first().api().as(Api.TRADER);
    private final Api other = Instance.first().api().as(Api.OTHER_TRADER);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET   | /accounts/{id}              | ''",
                "PATCH | /accounts/{id}              | {\"alias\":\"mine\"}",
                "POST  | /accounts/{id}/deposits     | {\"amount\":\"1\"}",
                "GET   | /accounts/{id}/transactions | ''",
                "GET   | /accounts/{id}/events       | ''"
            })
    void anothersAccountAnswersAsOneThatIsNotThere(String method, String path, String body) {
        String id = owner.openAccount("USD");

        Answer refused = ask(method, path.replace("{id}", id), body);
        Answer missing = ask(method, path.replace("{id}", NEVER_GIVEN), body);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.body().replace(id, "ID")).isEqualTo(missing.body().replace(NEVER_GIVEN, "ID"));
        assertThat(owner.get("/accounts/%s/events".formatted(id))
                        .json()
                        .get("lastSeq")
                        .asLong())
                .isEqualTo(1);
        assertThat(owner.get("/accounts/" + id).json().get("alias").asString()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"/accounts/{id}", "/accounts/{id}/transactions", "/accounts/{id}/events"})
    void anOperatorReadsEveryAccount(String path) {
        String id = owner.openAccount("USD");

        assertThat(Instance.first()
                        .api()
                        .as(Api.OPS)
                        .get(path.replace("{id}", id))
                        .status())
                .isEqualTo(200);
    }

    private Answer ask(String method, String path, String body) {
        return other.send(
                method, path, body.getBytes(UTF_8), "Content-Type", "application/json", "Idempotency-Key", "k");
    }
}
