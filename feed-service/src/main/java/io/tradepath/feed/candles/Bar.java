package io.tradepath.feed.candles;

import io.tradepath.events.Candle;
import io.tradepath.events.CandleRecord;
import io.tradepath.events.Granularity;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Price;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A candle while it is being made, and kept small: there may be five thousand of each series. Prices are in price
 * increments, mids in halves of them.
 */
final class Bar {
    private final long openMs;
    private final Side bid;
    private final Side ask;
    private final Side mid;
    private int ticks;
    private boolean complete;
    private QuotePlace last;

    /** Open, high, low and close. */
    private static final class Side {
        private final int open;
        private int high;
        private int low;
        private int close;

        Side(int open) {
            this(open, open, open, open);
        }

        Side(int open, int high, int low, int close) {
            this.open = open;
            this.high = high;
            this.low = low;
            this.close = close;
        }

        void fold(int price) {
            high = Math.max(high, price);
            low = Math.min(low, price);
            close = price;
        }

        Candle.Ohlc ohlc(int digits, int denominator) {
            return new Candle.Ohlc(
                    price(open, digits, denominator),
                    price(high, digits, denominator),
                    price(low, digits, denominator),
                    price(close, digits, denominator));
        }

        private static Price price(int value, int digits, int denominator) {
            BigDecimal increments = BigDecimal.valueOf(value);
            // Halves are exact with one decimal more.
            return new Price(
                    denominator == 1
                            ? increments.movePointLeft(digits)
                            : increments.multiply(BigDecimal.valueOf(5)).movePointLeft(digits + 1));
        }

        static Side of(Candle.Ohlc ohlc, int digits, int denominator) {
            return new Side(
                    increments(ohlc.o(), digits, denominator),
                    increments(ohlc.h(), digits, denominator),
                    increments(ohlc.l(), digits, denominator),
                    increments(ohlc.c(), digits, denominator));
        }

        private static int increments(Price price, int digits, int denominator) {
            return Bar.increments(price.value().multiply(BigDecimal.valueOf(denominator)), digits);
        }
    }

    /** A bar of one quote. */
    Bar(long openMs, int bid, int ask, QuotePlace place) {
        this(openMs, new Side(bid), new Side(ask), new Side(bid + ask), 1, false, place);
    }

    private Bar(long openMs, Side bid, Side ask, Side mid, int ticks, boolean complete, QuotePlace last) {
        this.openMs = openMs;
        this.bid = bid;
        this.ask = ask;
        this.mid = mid;
        this.ticks = ticks;
        this.complete = complete;
        this.last = last;
    }

    static Bar of(CandleRecord record, Instrument instrument) {
        Candle candle = record.candle();
        int digits = instrument.digits();
        return new Bar(
                candle.time().toEpochMilli(),
                Side.of(candle.bid(), digits, 1),
                Side.of(candle.ask(), digits, 1),
                Side.of(candle.mid(), digits, 2),
                candle.ticks(),
                candle.complete(),
                new QuotePlace(record.quoteOffset(), record.quoteEpoch(), record.quoteSeq()));
    }

    /** A price in increments of the last of {@code digits} decimals. */
    static int increments(BigDecimal price, int digits) {
        return price.movePointRight(digits).intValueExact();
    }

    void fold(int bidPrice, int askPrice, QuotePlace place) {
        bid.fold(bidPrice);
        ask.fold(askPrice);
        mid.fold(bidPrice + askPrice);
        ticks++;
        last = place;
    }

    void setComplete() {
        complete = true;
    }

    long openMs() {
        return openMs;
    }

    boolean isComplete() {
        return complete;
    }

    QuotePlace last() {
        return last;
    }

    Candle candle(Instrument instrument, Granularity granularity) {
        int digits = instrument.digits();
        return new Candle(
                instrument.pair(),
                granularity,
                Instant.ofEpochMilli(openMs),
                bid.ohlc(digits, 1),
                ask.ohlc(digits, 1),
                mid.ohlc(digits, 2),
                ticks,
                complete);
    }

    CandleRecord candleRecord(Instrument instrument, Granularity granularity) {
        return new CandleRecord(candle(instrument, granularity), last.offset(), last.epoch(), last.seq());
    }
}
