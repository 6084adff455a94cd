package io.tradepath.feed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.fx.CurrencyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayFileTest {
    private static final String HEADER = "ts_utc_ms,venue,pair,bid,ask\n";

    @TempDir
    private Path folder;

    @Test
    void readsTicks() throws IOException {
        ReplayFile file =
                ReplayFile.read(plain(HEADER + "1000,oanda,EURUSD,1.38694,1.38705\n1000,oanda,USDJPY,102.31,102.33"));

        assertThat(file.size()).isEqualTo(2);
        assertThat(file.timeMs(1)).isEqualTo(1000);
        Tick tick = file.tick(1, 0, "p", false);
        assertThat(tick.pair()).isEqualTo(CurrencyPair.parse("USD_JPY"));
        assertThat(tick.bid()).isEqualByComparingTo("102.31");
        assertThat(tick.ask()).isEqualByComparingTo("102.33");
        assertThat(tick.sourceTime()).hasToString("1970-01-01T00:00:01Z");
    }

    @Test
    void givesPricesWithoutSizesFiveLevels() throws IOException {
        Tick tick = ReplayFile.read(plain(HEADER + "1000,x,EURUSD,1.38694,1.38705\n"))
                .tick(0, 0, "p", false);

        assertThat(tick.bids())
                .extracting(level -> level.price() + " " + level.liquidity())
                .containsExactly(
                        "1.38694 1000000", "1.38693 2000000", "1.38692 3000000", "1.38691 5000000", "1.3869 10000000");
        assertThat(tick.asks().getLast().price()).hasToString("1.38709");
    }

    @Test
    void readsColumnsInAnyOrderAndGzipAlike() throws IOException {
        String rows = "bid,pair,ts_utc_ms,ask\n1.1,EURUSD,5,1.2\n";
        ReplayFile zipped = ReplayFile.read(gzip(rows));

        assertThat(zipped.size()).isEqualTo(1);
        assertThat(zipped.fingerprint()).isEqualTo(ReplayFile.read(plain(rows)).fingerprint());
    }

    @Test
    void takesCrossedPricesAndTimesOutOfOrderForTheMarketsFaults() throws IOException {
        assertThat(ReplayFile.read(plain(HEADER + "5,x,EURUSD,1.2,1.1\n4,x,EURUSD,1.1,1.2\n"))
                        .size())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5,x,EURUSD,1.1          | line 2 | 4 columns where the header has 5",
                "5,x,EURUSD,1.1,1.2,     | line 2 | 6 columns",
                "yesterday,x,EURUSD,1,2  | line 2 | ts_utc_ms",
                "-5,x,EURUSD,1,2         | line 2 | ts_utc_ms",
                "9999999999999,x,EURUSD,1,2 | line 2 | ts_utc_ms",
                "5,x,EUR_USD,1,2         | line 2 | pair",
                "5,x,EURXYZ,1,2          | line 2 | pair",
                "5,x,USDZAR,1,2          | line 2 | is not an instrument",
                "5,x,EURUSD,1e3,2        | line 2 | bid",
                "5,x,EURUSD,NaN,2        | line 2 | bid",
                "5,x,EURUSD,0,2          | line 2 | bid is not above zero",
                "5,x,EURUSD,1.1,-1.2     | line 2 | ask is not above zero",
                "5,x,EURUSD,1.100001,1.2 | line 2 | more than the 5 decimals",
                "5,x,USDJPY,100,100.0001 | line 2 | more than the 3 decimals",
                "5,x,EURUSD,99999999,1.2 | line 2 | beyond belief"
            })
    void saysWhichLineIsWrongAndWhy(String row, String line, String what) throws IOException {
        Path file = plain(HEADER + row + "\n");

        assertThatThrownBy(() -> ReplayFile.read(file))
                .isInstanceOf(MalformedReplay.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(line)
                .hasMessageContaining(what);
    }

    @Test
    void findsAFaultOnTheLastLineToo() throws IOException {
        Path file = plain(HEADER + "5,x,EURUSD,1.1,1.2\n".repeat(10_000) + "5,x,EURUSD,1.1\n");

        assertThatThrownBy(() -> ReplayFile.read(file)).hasMessageContaining("line 10002");
    }

    @Test
    void saysWhatIsWrongWithTheFileItself() throws IOException {
        assertThatThrownBy(() -> ReplayFile.read(folder.resolve("none.csv"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> ReplayFile.read(plain(""))).hasMessageContaining("empty");
        assertThatThrownBy(() -> ReplayFile.read(plain(HEADER))).hasMessageContaining("no ticks");
        assertThatThrownBy(() -> ReplayFile.read(plain("time,pair,bid,ask\n"))).hasMessageContaining("ts_utc_ms");
        assertThatThrownBy(() -> ReplayFile.read(plain(HEADER + "\u0001".repeat(2_000))))
                .hasMessageContaining("1000 characters");
        Path notZipped = Files.writeString(folder.resolve("not.csv.gz"), HEADER);
        assertThatThrownBy(() -> ReplayFile.read(notZipped)).hasMessageContaining("gzip");
        byte[] whole = Files.readAllBytes(gzip(HEADER + "5,x,EURUSD,1.1,1.2\n".repeat(1_000)));
        Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> ReplayFile.read(cut)).hasMessageContaining("gzip");
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'t', (byte) 0xE4, '\n'});
        assertThatThrownBy(() -> ReplayFile.read(latin)).hasMessageContaining("UTF-8");
    }

    private Path plain(String text) throws IOException {
        return Files.writeString(folder.resolve("ticks.csv"), text);
    }

    private Path gzip(String text) throws IOException {
        Path file = folder.resolve("ticks.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file;
    }
}
