package io.tradepath.feed.quotes;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Quote;
import io.tradepath.http.ProblemException;
import io.tradepath.quotes.QuoteBook;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The latest quotes, fresh or not: their time says how old they are. */
@RestController
@RequestMapping("/feed/quotes")
final class QuoteController {
    private final QuoteFeed feed;

    QuoteController(QuoteFeed feed) {
        this.feed = feed;
    }

    /** The latest quotes, in the order of the instruments asked for. */
    record QuoteList(List<Quote> quotes) {}

    /** Of all instruments, or of those named; an instrument that was never quoted is left out. */
    @GetMapping
    QuoteList quotes(@RequestParam(required = false) @Nullable String instruments) {
        List<CurrencyPair> pairs = instruments == null
                ? Instruments.all().stream().map(Instrument::pair).toList()
                : Arrays.stream(instruments.split(",", -1))
                        .map(QuoteController::named)
                        .distinct()
                        .toList();
        return new QuoteList(
                pairs.stream().map(book()::latest).filter(Objects::nonNull).toList());
    }

    @GetMapping("/{instrument}")
    Quote quote(@PathVariable String instrument) {
        Quote quote = instrument(instrument) == null ? null : book().latest(CurrencyPair.parse(instrument));
        if (quote == null) {
            throw ProblemException.notFound("quote-not-found", "no quote of this instrument");
        }
        return quote;
    }

    /** Prices of minutes ago are not given out as the latest. */
    private QuoteBook book() {
        if (!feed.isLoaded()) {
            throw ProblemException.unavailable("quotes are still being read from the bus");
        }
        return feed.book();
    }

    private static CurrencyPair named(String name) {
        CurrencyPair pair = instrument(name);
        if (pair == null) {
            throw ProblemException.invalid("instruments", "instruments such as EUR_USD, with commas between them");
        }
        return pair;
    }

    private static @Nullable CurrencyPair instrument(String name) {
        try {
            CurrencyPair pair = CurrencyPair.parse(name);
            return Instruments.find(pair).isPresent() ? pair : null;
        } catch (IllegalArgumentException notAPair) {
            return null;
        }
    }
}
