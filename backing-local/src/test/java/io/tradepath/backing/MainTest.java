package io.tradepath.backing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                     | which one: postgres, kafka or issuer?
                    mysql                                  | unknown: mysql (postgres, kafka or issuer)
                    postgres                               | --dir is missing
                    postgres --dir                         | --dir needs a value
                    postgres --dir a --dir b               | --dir is given twice
                    postgres --dir a --prot 1              | unknown option: --prot
                    kafka --dir a --issuer http://localhost| unknown option: --issuer
                    kafka --dir a --port 65536             | --port is not a port: 65536
                    kafka --dir a --port http              | --port is not a port: http
                    kafka --dir a --bind 0.0.0.0           | unknown option: --bind
                    issuer --dir a --issuer localhost      | --issuer is not a URL: localhost
                    issuer --dir a --bind 1.2.3.456        | --bind is not an IP address: 1.2.3.456
                    issuer --dir a --bind localhost        | --bind is not an IP address: localhost
                    """)
    void saysWhatIsWrongWithACommandLine(String line, String message) {
        List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" +"));
        assertThatThrownBy(() -> Options.parse(arguments))
                .isInstanceOf(Options.UsageException.class)
                .hasMessage(message);
    }

    @Test
    void takesTheLaptopsPortsAndIssuerUnlessTold() {
        assertThat(Options.parse(List.of("postgres", "--dir", "d")).port()).isEqualTo(15432);
        assertThat(Options.parse(List.of("kafka", "--dir", "d")).port()).isEqualTo(19092);
        Options issuer = Options.parse(List.of("issuer", "--dir", "d"));
        assertThat(issuer.port()).isEqualTo(9000);
        assertThat(issuer.issuerOrDefault()).isEqualTo("http://localhost:9000");
        assertThat(issuer.bind()).isEqualTo("127.0.0.1");
    }

    @Test
    void takesAnIssuerByAnotherName() {
        Options issuer = Options.parse(List.of("issuer", "--dir", "d", "--issuer", "https://id.example"));
        assertThat(issuer.issuerOrDefault()).isEqualTo("https://id.example");
    }

    @Test
    void letsTheIssuerOfAContainerListenOnItsHost() {
        Options issuer = Options.parse(List.of("issuer", "--dir", "d", "--bind", "0.0.0.0"));
        assertThat(issuer.bind()).isEqualTo("0.0.0.0");
    }

    @Test
    void helpsAndEndsWell() {
        try (BackingProcess process = BackingProcess.start("--help")) {
            assertThat(process.awaitExit()).isZero();
            assertThat(process.output()).startsWith("Usage: ");
        }
    }

    @Test
    void namesAnUnknownOptionAndEndsWithTwo() {
        try (BackingProcess process = BackingProcess.start("postgres", "--fresh")) {
            assertThat(process.awaitExit()).isEqualTo(2);
            assertThat(process.output()).startsWith("unknown option: --fresh");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "kafka", "issuer"})
    void namesThePortThatAnotherProgramHasAndEndsWithOne(String server, @TempDir Path directory) {
        int taken = SharedBacking.postgres().port();
        try (BackingProcess process =
                BackingProcess.start(server, "--dir", directory.toString(), "--port", String.valueOf(taken))) {
            assertThat(process.awaitExit()).isEqualTo(1);
            assertThat(process.output()).startsWith("port %d of 127.0.0.1 is in use".formatted(taken));
        }
    }
}
