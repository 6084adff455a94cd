package io.tradepath.system.feed;

import io.tradepath.system.suite.Suites;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/** The file of real ticks, none of which the filter drops, by pair and in order. */
final class TickFile {
    private final Map<String, List<Row>> rows = new HashMap<>();

    /** A tick; prices without trailing zeros. */
    record Row(Instant time, BigDecimal bid, BigDecimal ask) {
        static Row of(JsonNode quote) {
            return new Row(
                    Instant.parse(quote.path("sourceTime").asString()),
                    plain(quote.path("bids").path(0).path("price").asString()),
                    plain(quote.path("asks").path(0).path("price").asString()));
        }

        private static BigDecimal plain(String price) {
            return new BigDecimal(price).stripTrailingZeros();
        }
    }

    static TickFile read() throws IOException {
        TickFile file = new TickFile();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Suites.ticks())), StandardCharsets.US_ASCII))) {
            lines.lines().skip(1).forEach(line -> {
                String[] column = line.split(",", -1);
                String instrument = column[2].substring(0, 3) + "_" + column[2].substring(3);
                file.rows
                        .computeIfAbsent(instrument, _ -> new ArrayList<>())
                        .add(new Row(
                                Instant.ofEpochMilli(Long.parseLong(column[0])),
                                Row.plain(column[3]),
                                Row.plain(column[4])));
            });
        }
        return file;
    }

    List<Row> rows(String instrument) {
        return rows.getOrDefault(instrument, List.of());
    }
}
