package io.tradepath.system.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/** The ticks of a file, to look quotes up in. */
final class Ticks {
    private final Set<String> ticks = new HashSet<>();

    static Ticks of(Path file) throws IOException {
        Ticks all = new Ticks();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            lines.lines().skip(1).forEach(line -> {
                String[] column = line.split(",", -1);
                all.ticks.add(key(column[2], Long.parseLong(column[0]), column[3], column[4]));
            });
        }
        return all;
    }

    /** True where the file has a tick of this quote's source time and best prices. */
    boolean has(JsonNode quote) {
        String symbol = quote.path("instrument").asString().replace("_", "");
        long time = Instant.parse(quote.path("sourceTime").asString()).toEpochMilli();
        return ticks.contains(key(
                symbol,
                time,
                quote.path("bids").path(0).path("price").asString(),
                quote.path("asks").path(0).path("price").asString()));
    }

    private static String key(String symbol, long time, String bid, String ask) {
        return "%s %d %s %s".formatted(symbol, time, plain(bid), plain(ask));
    }

    private static String plain(String price) {
        return new BigDecimal(price).stripTrailingZeros().toPlainString();
    }
}
