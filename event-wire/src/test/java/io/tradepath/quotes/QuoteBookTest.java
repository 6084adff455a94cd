package io.tradepath.quotes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.QuoteRecord;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Units;
import io.tradepath.quotes.QuoteBook.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuoteBookTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final Instant TIME = Instant.parse("2026-01-05T12:00:00Z");

    // Monotonic time starts anywhere, below zero too.
    private long nanos = Long.MIN_VALUE + 5;
    private boolean atEnd = true;
    private final QuoteBook book = new QuoteBook(() -> nanos, () -> atEnd);

    @Test
    void isMissingBeforeTheFirstQuote() {
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.MISSING);
        assertThat(book.latest(EUR_USD)).isNull();
    }

    @Test
    void takesQuotesInTheOrderOfEpochAndSeq() {
        assertThat(claim(10)).isEqualTo(Accepted.CLAIM);
        assertThat(quote(10, 1)).isEqualTo(Accepted.NEW_QUOTE);
        assertThat(quote(10, 3)).isEqualTo(Accepted.NEW_QUOTE);
        assertThat(quote(10, 3)).isEqualTo(Accepted.REPEAT);
        assertThat(quote(10, 2)).isEqualTo(Accepted.DROPPED);
        assertThat(claim(20)).isEqualTo(Accepted.CLAIM);
        assertThat(quote(20, 1)).isEqualTo(Accepted.NEW_QUOTE);
    }

    @Test
    void dropsWhateverAReplacedPublisherStillSends() {
        claim(10);
        quote(10, 5);
        claim(20);
        assertThat(quote(10, 6)).isEqualTo(Accepted.DROPPED);
        assertThat(beat(10)).isEqualTo(Accepted.DROPPED);
        assertThat(claim(10)).isEqualTo(Accepted.DROPPED);
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.STALE_PUBLISHER);
        quote(20, 1);
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.FRESH);
    }

    @Test
    void adoptsTheEpochOfAClaimFromBeforeItBegan() {
        quote(10, 7);
        assertThat(book.epoch()).isEqualTo(10);
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.FRESH);
    }

    @Test
    void staysFreshInAQuietMarketWhileThePublisherBeats() {
        claim(10);
        quote(10, 1);
        for (int second = 0; second < 300; second++) {
            pass(Duration.ofSeconds(1));
            beat(10);
            assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.FRESH);
        }
    }

    @Test
    void isStaleTwoSecondsAfterTheLastBeatWhateverIsQuoted() {
        claim(10);
        quote(10, 1);
        pass(Duration.ofMillis(1_999));
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.FRESH);
        quote(10, 2);
        pass(Duration.ofMillis(1));
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.STALE_PUBLISHER);
        beat(10);
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.FRESH);
    }

    @Test
    void isStaleWhileItsTailIsBehind() {
        claim(10);
        quote(10, 1);
        atEnd = false;
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.STALE_BEHIND);
    }

    @Test
    void doesNotTakeABeatThatItReadLateForASignOfLife() {
        book.accept(10, new QuoteRecord.Claim("publisher", TIME), false);
        book.accept(11, new QuoteRecord.Beat(10, TIME), false);
        book.accept(12, new QuoteRecord.Quoted(quoted(10, 1), false), false);
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.STALE_PUBLISHER);
        beat(10);
        assertThat(book.freshness(EUR_USD)).isEqualTo(Freshness.FRESH);
    }

    private Accepted claim(long offset) {
        return book.accept(offset, new QuoteRecord.Claim("publisher", TIME), true);
    }

    private Accepted beat(long epoch) {
        return book.accept(1_000, new QuoteRecord.Beat(epoch, TIME), true);
    }

    private Accepted quote(long epoch, long seq) {
        return book.accept(1_000, new QuoteRecord.Quoted(quoted(epoch, seq), false), true);
    }

    private static Quote quoted(long epoch, long seq) {
        return new Quote(
                EUR_USD,
                epoch,
                seq,
                TIME,
                List.of(new PriceLevel(Price.parse("1.08514"), Units.of(1_000_000))),
                List.of(new PriceLevel(Price.parse("1.08520"), Units.of(1_000_000))),
                null);
    }

    private void pass(Duration duration) {
        nanos += duration.toNanos();
    }
}
