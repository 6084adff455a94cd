package io.tradepath.feed.candles;

/** Where a quote stands: its offset on the bus, and its own numbers. */
record QuotePlace(long offset, long epoch, long seq) {}
