package io.tradepath.fx;

/** What an order or a fill does to the base currency (FIX tag 54). */
public enum Side {
    BUY,
    SELL;

    /** The units as a position counts them: positive bought, negative sold. */
    public Units signed(Units units) {
        return this == BUY ? units : units.negated();
    }

    public Side opposite() {
        return this == BUY ? SELL : BUY;
    }
}
