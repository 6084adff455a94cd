package io.tradepath.suite;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What a replay file holds, found by reading it whole before anything starts: a fault in its last line would otherwise
 * show in the middle of a session.
 *
 * <p>Ticks that are crossed or out of order are no fault of the file; real venues send them, and the feed drops them.
 */
record ReplayFile(long ticks, SortedSet<String> pairs, Instant first, Instant last) {
    private static final String HEADER = "ts_utc_ms,venue,pair,bid,ask";
    private static final int COLUMNS = 5;
    private static final int GZIP_MAGIC_FIRST = 0x1f;
    private static final int GZIP_MAGIC_SECOND = 0x8b;

    /** @throws UserError naming the file, the line and what is wrong with it */
    static ReplayFile check(Replay replay) {
        ReplayFile found = read(replay.file());
        replay.from().ifPresent(from -> {
            Instant start = found.first()
                    .atZone(ZoneOffset.UTC)
                    .toLocalDate()
                    .atTime(from)
                    .toInstant(ZoneOffset.UTC);
            if (start.isAfter(found.last())) {
                throw new UserError("%s ends at %s UTC, before --from %s."
                        .formatted(replay.file(), LocalTime.ofInstant(found.last(), ZoneOffset.UTC), from));
            }
        });
        return found;
    }

    private static ReplayFile read(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UserError("There is no readable file " + file + " to replay.");
        }
        Reading reading = new Reading(file);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reading.line(line);
            }
        } catch (EOFException | ZipException e) {
            throw reading.fault("the compressed data is cut off or damaged");
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage() + ".");
        }
        return reading.result();
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == GZIP_MAGIC_FIRST && in.read() == GZIP_MAGIC_SECOND;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    /** The state of one pass over a file. */
    private static final class Reading {
        private final Path file;
        private final SortedSet<String> pairs = new TreeSet<>();
        private long line;
        private long ticks;
        private @Nullable Instant first;
        private @Nullable Instant last;

        Reading(Path file) {
            this.file = file;
        }

        void line(String text) {
            line++;
            if (line == 1) {
                if (!text.equals(HEADER)) {
                    throw fault("the first line is to be " + HEADER + ", but is \"" + shortened(text) + "\"");
                }
                return;
            }
            String[] columns = text.split(",", -1);
            if (columns.length != COLUMNS) {
                throw fault("there are " + columns.length + " columns instead of " + COLUMNS);
            }
            Instant time = time(columns[0]);
            pairs.add(pair(columns[2]));
            price("bid", columns[3]);
            price("ask", columns[4]);
            first = first == null || time.isBefore(first) ? time : first;
            last = last == null || time.isAfter(last) ? time : last;
            ticks++;
        }

        private Instant time(String text) {
            try {
                return Instant.ofEpochMilli(Long.parseLong(text));
            } catch (NumberFormatException | DateTimeException e) {
                throw fault("ts_utc_ms is to be a number of milliseconds, but is \"" + shortened(text) + "\"");
            }
        }

        private String pair(String text) {
            String pair = text.length() == 6 ? text.substring(0, 3) + "_" + text.substring(3) : text;
            if (!pair.matches("[A-Z]{3}_[A-Z]{3}")) {
                throw fault("pair is to be written as EURUSD or EUR_USD, but is \"" + shortened(text) + "\"");
            }
            return pair;
        }

        private void price(String column, String text) {
            boolean positive;
            try {
                positive = new BigDecimal(text).signum() > 0;
            } catch (NumberFormatException e) {
                positive = false;
            }
            if (!positive) {
                throw fault(column + " is to be a price above 0, but is \"" + shortened(text) + "\"");
            }
        }

        private static String shortened(String text) {
            return text.length() <= 40 ? text : text.substring(0, 40) + "…";
        }

        UserError fault(String what) {
            return new UserError(file + ", line " + Math.max(1, line) + ": " + what + ".");
        }

        ReplayFile result() {
            if (first == null || last == null) {
                throw fault("there is no tick in the file");
            }
            return new ReplayFile(ticks, pairs, first, last);
        }
    }
}
