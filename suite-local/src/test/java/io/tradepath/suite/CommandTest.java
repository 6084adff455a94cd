package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {
    private static final Path HOME = Path.of("/opt/tradepath");
    private static final Path HERE = Path.of("/home/trader");

    private static Command parse(String line) {
        return Command.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")), HOME, HERE);
    }

    @Test
    void startsTheWholeSuiteOnALaptopsPortsWhenNothingIsSaid() {
        assertThat(parse(""))
                .isEqualTo(new Command.Run(
                        HOME.resolve(".local"),
                        false,
                        OptionalInt.empty(),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        false,
                        true));
    }

    @Test
    void takesEveryOption() {
        assertThat(
                        parse(
                                "--dir second --port 9999 --replicas feed=2,executions=3 --database-ports accounts=5000 --replay t.csv --speed 2.5 --from 12:28 --loop --fresh --no-aot"))
                .isEqualTo(new Command.Run(
                        HERE.resolve("second"),
                        true,
                        OptionalInt.of(9999),
                        Map.of(Program.FEED, 2, Program.EXECUTIONS, 3),
                        Map.of(Program.ACCOUNTS, 5000),
                        Optional.of(new Replay(
                                HERE.resolve("t.csv"), new BigDecimal("2.5"), Optional.of(LocalTime.of(12, 28)), true)),
                        true,
                        false));
    }

    @Test
    void scalesTheSuiteOfTheFolderThatIsNamed() {
        assertThat(parse("scale feed=3")).isEqualTo(new Command.Scale(HOME.resolve(".local"), Map.of(Program.FEED, 3)));
        assertThat(parse("scale --dir /tmp/second feed=1"))
                .isEqualTo(new Command.Scale(Path.of("/tmp/second"), Map.of(Program.FEED, 1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --reply t.csv               | Unknown option --reply
            --port                      | --port needs a value
            --port 70000                | --port is from 1 to 65535
            --port http                 | --port is a whole number
            --replicas gateway=2        | "gateway" has none
            --database-ports feed=1     | feed has no database
            --replicas feed             | Replicas are written as
            --replicas feed=0           | from 1 to 8 replicas
            --replicas feed=9           | from 1 to 8 replicas
            --speed 2                   | go with --replay FILE
            --loop                      | go with --replay FILE
            --replay t.csv --speed fast | --speed is a number
            --replay t.csv --speed 0    | --speed is above 0
            --replay t.csv --from noon  | --from is a time such as 12:28
            scale                       | scale needs the replicas
            scale feed=2 --fresh        | Unknown option --fresh
            """)
    void saysInASentenceWhatItDoesNotUnderstand(String line, String sentence) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(UserError.class).hasMessageContaining(sentence);
    }
}
