package io.tradepath.feed.source;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Decimals;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of ticks, read and checked whole. CSV with a header, plain or gzip ({@code .gz}): the columns
 * {@code ts_utc_ms} (milliseconds since 1970, UTC), {@code pair} ({@code EURUSD}), {@code bid} and {@code ask}, in any
 * order; others are passed over. Crossed prices and times out of order are the market's faults, not the file's: the
 * filter sees to them.
 */
public final class ReplayFile {
    /** Ticks of one file; all of them are held in memory, in 21 bytes each. */
    public static final int ROWS_MAX = 20_000_000;

    private static final int LINE_CHARS_MAX = 1_000;
    private static final long TIME_MAX_MS = 4_102_444_800_000L;
    private static final int FIRST_ROWS = 1 << 16;

    private final Path file;
    private final List<Instrument> instruments = new ArrayList<>();
    private final Map<String, Integer> instrumentNumbers = new HashMap<>();
    private final CRC32 checksum = new CRC32();
    private long[] times = new long[FIRST_ROWS];
    private byte[] pairs = new byte[FIRST_ROWS];
    private int[] bids = new int[FIRST_ROWS];
    private int[] asks = new int[FIRST_ROWS];
    private int rows;

    private record Columns(int time, int pair, int bid, int ask, int count) {}

    private ReplayFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file and checks all of it.
     *
     * @throws MalformedReplay for a file that is not there, cannot be read, or has a fault anywhere
     */
    public static ReplayFile read(Path file) {
        ReplayFile replay = new ReplayFile(file);
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()))) {
            replay.readLines(lines);
        } catch (NoSuchFileException | FileNotFoundException missing) {
            throw new MalformedReplay(file, "there is no such file");
        } catch (ZipException | EOFException broken) {
            throw new MalformedReplay(file, replay.rows + 2L, "the gzip file is broken: " + broken.getMessage());
        } catch (CharacterCodingException broken) {
            throw new MalformedReplay(file, replay.rows + 2L, "not UTF-8 text");
        } catch (IOException failure) {
            throw new MalformedReplay(file, "cannot be read: " + failure.getMessage());
        }
        return replay;
    }

    /** The number of ticks. */
    public int size() {
        return rows;
    }

    /** Names the content: files with the same ticks have the same. */
    public String fingerprint() {
        return Long.toHexString(checksum.getValue());
    }

    public long timeMs(int row) {
        return times[row];
    }

    public CurrencyPair pair(int row) {
        return instruments.get(pairs[row]).pair();
    }

    /** The tick of a row. */
    Tick tick(int row, int run, String position, boolean carried) {
        Instrument instrument = instruments.get(pairs[row]);
        BigDecimal bid = BigDecimal.valueOf(bids[row], instrument.digits());
        BigDecimal ask = BigDecimal.valueOf(asks[row], instrument.digits());
        return new Tick(
                instrument.pair(),
                Ladder.bids(instrument, bid),
                Ladder.asks(instrument, ask),
                Instant.ofEpochMilli(times[row]),
                run,
                position,
                carried);
    }

    private void readLines(BufferedReader lines) throws IOException {
        String header = lines.readLine();
        if (header == null) {
            throw new MalformedReplay(file, "is empty");
        }
        Columns columns = columns(header);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            row(columns, line);
        }
        if (rows == 0) {
            throw new MalformedReplay(file, "has a header and no ticks");
        }
    }

    private Columns columns(String header) {
        List<String> names = Arrays.asList(header.split(",", -1));
        return new Columns(
                column(names, "ts_utc_ms"),
                column(names, "pair"),
                column(names, "bid"),
                column(names, "ask"),
                names.size());
    }

    private int column(List<String> names, String name) {
        int column = names.indexOf(name);
        if (column < 0) {
            throw new MalformedReplay(
                    file, 1, "the header has no column %s; it needs ts_utc_ms, pair, bid and ask".formatted(name));
        }
        return column;
    }

    private void row(Columns columns, String line) {
        long number = rows + 2L;
        if (line.length() > LINE_CHARS_MAX) {
            throw new MalformedReplay(file, number, "over %d characters long".formatted(LINE_CHARS_MAX));
        }
        String[] fields = line.split(",", -1);
        if (fields.length != columns.count()) {
            throw new MalformedReplay(
                    file, number, "%d columns where the header has %d".formatted(fields.length, columns.count()));
        }
        if (rows == ROWS_MAX) {
            throw new MalformedReplay(file, number, "more than %d ticks".formatted(ROWS_MAX));
        }
        grow();
        int pair = instrument(number, fields[columns.pair()]);
        times[rows] = time(number, fields[columns.time()]);
        pairs[rows] = (byte) pair;
        bids[rows] = price(number, "bid", fields[columns.bid()], instruments.get(pair));
        asks[rows] = price(number, "ask", fields[columns.ask()], instruments.get(pair));
        checksum.update((times[rows] + "," + pair + "," + bids[rows] + "," + asks[rows] + "\n")
                .getBytes(StandardCharsets.US_ASCII));
        rows++;
    }

    private void grow() {
        if (rows == times.length) {
            int capacity = Math.min(ROWS_MAX, rows * 2);
            times = Arrays.copyOf(times, capacity);
            pairs = Arrays.copyOf(pairs, capacity);
            bids = Arrays.copyOf(bids, capacity);
            asks = Arrays.copyOf(asks, capacity);
        }
    }

    private int instrument(long line, String symbol) {
        Integer known = instrumentNumbers.get(symbol);
        if (known != null) {
            return known;
        }
        try {
            CurrencyPair pair = CurrencyPair.parseSymbol(symbol);
            Instrument instrument = Instruments.find(pair)
                    .orElseThrow(() -> new IllegalArgumentException(pair + " is not an instrument"));
            instruments.add(instrument);
            instrumentNumbers.put(symbol, instruments.size() - 1);
            return instruments.size() - 1;
        } catch (IllegalArgumentException wrong) {
            throw new MalformedReplay(file, line, "pair: " + wrong.getMessage());
        }
    }

    private long time(long line, String text) {
        long time = text.matches("[0-9]{1,13}") ? Long.parseLong(text) : -1;
        if (time < 0 || time > TIME_MAX_MS) {
            throw new MalformedReplay(
                    file, line, "ts_utc_ms is milliseconds since 1970, before 2100: '%s'".formatted(abridged(text)));
        }
        return time;
    }

    private int price(long line, String column, String text, Instrument instrument) {
        BigDecimal price;
        try {
            price = Decimals.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new MalformedReplay(file, line, column + ": " + wrong.getMessage());
        }
        if (price.signum() <= 0) {
            throw new MalformedReplay(file, line, column + " is not above zero: " + text);
        }
        if (Decimals.fractionDigits(price) > instrument.digits()) {
            throw new MalformedReplay(
                    file,
                    line,
                    "%s has more than the %d decimals of %s: %s"
                            .formatted(column, instrument.digits(), instrument.pair(), text));
        }
        BigDecimal increments = price.movePointRight(instrument.digits());
        if (increments.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw new MalformedReplay(file, line, column + " is beyond belief: " + text);
        }
        return increments.intValueExact();
    }

    private static String abridged(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
