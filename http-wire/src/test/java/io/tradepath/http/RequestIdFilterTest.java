package io.tradepath.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestIdFilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "Root=1-67891233-abcdef012345678912345678                  | 1-67891233-abcdef012345678912345678",
                "Self=1-6789-12;Root=1-67891233-abcdef012345678912345678   | 1-67891233-abcdef012345678912345678",
                "Root=1-67-ab;Parent=53995c3f42cd8ad8;Sampled=1            | 1-67-ab",
                "Self=1-67-ab; Root=1-68-cd                                | 1-68-cd",
                "NotRoot=1-67-ab                                           | null",
                "Root=                                                     | null",
                "Root=a b                                                  | null",
                "null                                                      | null"
            })
    void readsTheRootOfATrace(String header, String root) {
        assertThat(RequestIdFilter.traceRoot(header)).isEqualTo(root);
    }

    @Test
    void takesVisibleAsciiAsARequestId() {
        assertThat(RequestId.of("!~")).isEqualTo("!~");
        assertThat(RequestId.of("é")).hasSize(36);
        assertThat(RequestId.of("")).hasSize(36);
        assertThat(RequestId.of(null)).hasSize(36).isNotEqualTo(RequestId.of(null));
    }
}
