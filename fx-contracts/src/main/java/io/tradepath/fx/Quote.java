package io.tradepath.fx;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A two-sided price of a pair at an instant, with depth.
 *
 * @param epoch the offset of the publisher's claim; a greater one is a later publisher
 * @param seq counts the pair's quotes within the epoch, from 1; {@code (epoch, seq)} orders the quotes of a pair
 * @param time when the publisher published it
 * @param bids one to five levels, best (highest) first
 * @param asks one to five levels, best (lowest) first; the best is not below the best bid
 * @param sourceTime when the price was first seen, where that was another time (a replay)
 */
public record Quote(
        CurrencyPair instrument,
        long epoch,
        long seq,
        Instant time,
        List<PriceLevel> bids,
        List<PriceLevel> asks,
        @Nullable Instant sourceTime) {
    public static final int LEVELS_MAX = 5;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    public Quote {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
        if (epoch < 0 || seq < 1) {
            throw new IllegalArgumentException("epoch %d, seq %d of %s".formatted(epoch, seq, instrument));
        }
        requireLadder(instrument, bids, Comparator.reverseOrder());
        requireLadder(instrument, asks, Comparator.naturalOrder());
        if (bids.getFirst().price().compareTo(asks.getFirst().price()) > 0) {
            throw new IllegalArgumentException("crossed %s: bid %s, ask %s"
                    .formatted(
                            instrument, bids.getFirst().price(), asks.getFirst().price()));
        }
    }

    /** The best bid: what a seller gets. */
    public Price bid() {
        return bids.getFirst().price();
    }

    /** The best ask: what a buyer pays. */
    public Price ask() {
        return asks.getFirst().price();
    }

    /** Half of bid plus ask, exact. */
    public BigDecimal mid() {
        return bid().value().add(ask().value()).multiply(HALF);
    }

    /** The levels that an order of this side takes: a BUY the asks, a SELL the bids. */
    public List<PriceLevel> takenBy(Side side) {
        return side == Side.BUY ? asks : bids;
    }

    /** True when this quote comes after the other one of the same pair. */
    public boolean isAfter(Quote other) {
        return epoch != other.epoch ? epoch > other.epoch : seq > other.seq;
    }

    private static void requireLadder(CurrencyPair instrument, List<PriceLevel> levels, Comparator<Price> best) {
        if (levels.isEmpty() || levels.size() > LEVELS_MAX) {
            throw new IllegalArgumentException("%d levels of %s".formatted(levels.size(), instrument));
        }
        for (int i = 1; i < levels.size(); i++) {
            if (best.compare(levels.get(i).price(), levels.get(i - 1).price()) <= 0) {
                throw new IllegalArgumentException("levels of %s out of order: %s".formatted(instrument, levels));
            }
        }
    }
}
