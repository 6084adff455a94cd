package io.tradepath.feed.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.feed.drain.TargetHealth.State;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayTargetHealthTest {
    private final StubEndpoint gateway = new StubEndpoint();
    private final TargetHealth health = new GatewayTargetHealth(gateway.url(), "127.0.0.1:1");

    @AfterEach
    void close() {
        health.close();
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "initial,SERVING",
        "healthy,SERVING",
        "unhealthy,SERVING",
        "draining,DRAINING",
        "unused,NOT_A_TARGET",
    })
    void readsTheStateOfItsOwnTarget(String state, State expected) throws Exception {
        gateway.answers(200, "{\"target\":\"127.0.0.1:1\",\"state\":\"%s\",\"reason\":null}".formatted(state));

        assertThat(health.look()).isEqualTo(expected);
    }

    @Test
    void findsItsOwnTargetAmongTheGroups() throws Exception {
        gateway.answers(
                200,
                "{\"targets\":[{\"target\":\"127.0.0.1:2\",\"state\":\"draining\"},"
                        + "{\"target\":\"127.0.0.1:1\",\"state\":\"healthy\"}]}");

        assertThat(health.look()).isEqualTo(State.SERVING);
    }

    @Test
    void isNotATargetWhereOnlyOthersAre() throws Exception {
        gateway.answers(200, "{\"targets\":[{\"target\":\"127.0.0.1:2\",\"state\":\"draining\"}]}");

        assertThat(health.look()).isEqualTo(State.NOT_A_TARGET);
    }

    @Test
    void saysSoWhenTheAnswerIsNoAnswer() {
        gateway.answers(404, "{}");
        assertThatThrownBy(health::look).isInstanceOf(IOException.class).hasMessageContaining("404");

        gateway.answers(200, "not JSON");
        assertThatThrownBy(health::look).isInstanceOf(IOException.class).hasMessageContaining("cannot be read");
    }
}
