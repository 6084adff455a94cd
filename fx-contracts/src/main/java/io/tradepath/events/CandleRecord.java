package io.tradepath.events;

/**
 * The values on {@link Topics#CANDLES}: a candle, and how far on {@code quotes} it goes. Of two records of one candle the one
 * that goes further is the later; a reader goes on with the quotes behind it.
 *
 * @param quoteOffset on {@code quotes}, of the last quote that it has in it
 * @param quoteEpoch with {@code quoteSeq}: that quote
 */
public record CandleRecord(Candle candle, long quoteOffset, long quoteEpoch, long quoteSeq) {}
