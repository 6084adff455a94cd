package io.tradepath.feed.candles;

import io.tradepath.events.Candle;
import io.tradepath.events.Granularity;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instruments;
import io.tradepath.http.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The history of candles, the present one included. */
@RestController
@RequestMapping("/feed/candles")
final class CandleController {
    private static final int COUNT_DEFAULT = 500;
    private static final Instant TIME_MAX = Instant.parse("9999-12-31T00:00:00Z");

    private final CandleFeed feed;

    CandleController(CandleFeed feed) {
        this.feed = feed;
    }

    /** Candles, oldest first. */
    record CandleList(List<Candle> candles) {}

    /**
     * The last {@code count} candles, or those that begin in [from, to), of which {@code count} bounds the number too;
     * oldest first. Times in which there were no quotes have none.
     */
    @GetMapping("/{instrument}")
    CandleList candles(
            @PathVariable String instrument,
            @RequestParam String granularity,
            @RequestParam(required = false) @Nullable String count,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        CurrencyPair pair = instrument(instrument);
        Granularity of = granularity(granularity);
        int most = count(count, from == null);
        Instant begin = from == null ? Instant.EPOCH : time("from", from);
        Instant end = to == null ? TIME_MAX : time("to", to);
        if (!feed.isLoaded()) {
            throw ProblemException.unavailable("candles are still being read from the bus");
        }
        return new CandleList(feed.candles(pair, of, begin, end, most));
    }

    private static CurrencyPair instrument(String name) {
        try {
            CurrencyPair pair = CurrencyPair.parse(name);
            if (Instruments.find(pair).isPresent()) {
                return pair;
            }
        } catch (IllegalArgumentException notAPair) {
            // As one that is not listed.
        }
        throw ProblemException.notFound("instrument-not-found", "no such instrument");
    }

    private static Granularity granularity(String name) {
        try {
            return Granularity.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw ProblemException.invalid("granularity", "one of S5, M1, M5, M15, H1, H4, D");
        }
    }

    private static int count(@Nullable String text, boolean byCount) {
        if (text == null) {
            return byCount ? COUNT_DEFAULT : Series.BARS_MAX;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > Series.BARS_MAX) {
            throw ProblemException.invalid("count", "1 to %d".formatted(Series.BARS_MAX));
        }
        return Integer.parseInt(text);
    }

    private static Instant time(String field, String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(TIME_MAX)) {
                throw ProblemException.invalid(field, "between 1970 and 9999");
            }
            return time;
        } catch (DateTimeParseException wrong) {
            throw ProblemException.invalid(field, "a time in UTC such as 2026-01-05T12:00:00Z");
        }
    }
}
