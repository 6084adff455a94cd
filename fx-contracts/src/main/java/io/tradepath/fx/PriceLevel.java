package io.tradepath.fx;

/** A price and the units that can be done at it. */
public record PriceLevel(Price price, Units liquidity) {
    public PriceLevel {
        if (liquidity.signum() <= 0) {
            throw new IllegalArgumentException("liquidity is above zero: " + liquidity);
        }
    }
}
