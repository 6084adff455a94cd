package io.tradepath.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayFileTest {
    private static final String HEADER = "ts_utc_ms,venue,pair,bid,ask\n";
    private static final String GOOD = HEADER
            + "1399033680000,oanda,EURUSD,1.38654,1.38668\n"
            + "1399033681000,oanda,NZD_USD,0.86540,0.86560\n"
            // Crossed and earlier than the line before it: the feed's to drop, and no fault of the file.
            + "1399033680500,oanda,EURUSD,1.38670,1.38660\n";

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("ticks.csv"), content);
    }

    private static ReplayFile check(Path file) {
        return ReplayFile.check(new Replay(file, BigDecimal.ONE, Optional.empty(), false));
    }

    @Test
    void tellsWhatAFileHolds() throws IOException {
        ReplayFile found = check(file(GOOD));

        assertThat(found.ticks()).isEqualTo(3);
        assertThat(found.pairs()).containsExactly("EUR_USD", "NZD_USD");
        assertThat(found.first()).isEqualTo(Instant.parse("2014-05-02T12:28:00Z"));
        assertThat(found.last()).isEqualTo(Instant.parse("2014-05-02T12:28:01Z"));
    }

    @Test
    void readsACompressedFileWhateverItsNameIs() throws IOException {
        Path file = folder.resolve("ticks");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(GOOD.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(check(file).ticks()).isEqualTo(3);
    }

    @Test
    void refusesACompressedFileThatIsCutOff() throws IOException {
        Path file = folder.resolve("ticks.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(GOOD.getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> check(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("cut off or damaged");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1399033680000,oanda,EURUSD,1.38654           | there are 4 columns
            1399033680000,oanda,EURUSD,1.38654,1.38668,1 | there are 6 columns
            yesterday,oanda,EURUSD,1.38654,1.38668       | ts_utc_ms is to be a number of milliseconds, but is "yesterday"
            1399033680000,oanda,EUR/USD,1.38654,1.38668  | pair is to be written as EURUSD or EUR_USD, but is "EUR/USD"
            1399033680000,oanda,EURUSD,-1,1.38668        | bid is to be a price above 0, but is "-1"
            1399033680000,oanda,EURUSD,1.38654,n/a       | ask is to be a price above 0, but is "n/a"
            """)
    void namesTheLineAndWhatIsWrongWithIt(String line, String what) throws IOException {
        Path file = file(GOOD + line + "\n");

        assertThatThrownBy(() -> check(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ", line 5: ")
                .hasMessageContaining(what);
    }

    @Test
    void refusesAFileWithOtherColumns() throws IOException {
        Path file = file("time,bid,ask\n");

        assertThatThrownBy(() -> check(file)).hasMessageContaining("line 1").hasMessageContaining("time,bid,ask");
    }

    @Test
    void refusesAFileWithoutTicks() throws IOException {
        Path file = file(HEADER);

        assertThatThrownBy(() -> check(file)).hasMessageContaining("there is no tick in the file");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path file = folder.resolve("none.csv");

        assertThatThrownBy(() -> check(file)).isInstanceOf(UserError.class).hasMessageContaining(file.toString());
    }

    @Test
    void refusesToStartAfterTheLastTick() throws IOException {
        Replay late = new Replay(file(GOOD), BigDecimal.ONE, Optional.of(LocalTime.of(12, 30)), false);

        assertThatThrownBy(() -> ReplayFile.check(late))
                .hasMessageContaining("ends at 12:28:01 UTC, before --from 12:30");
    }

    @Test
    void readsADayOfRealTicks() {
        Path real = Path.of("../../shared/data/oanda_20140502_EURUSD_NZDUSD.csv.gz");
        assumeTrue(Files.exists(real), "needs shared/data beside the project");

        assertThat(check(real).ticks()).isEqualTo(91_006);
    }
}
