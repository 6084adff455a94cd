package io.tradepath.fx;

import java.math.BigDecimal;

/**
 * A currency pair as it is traded here.
 *
 * @param pipLocation the power of ten of a pip: -4 for EUR_USD (0.0001), -2 for USD_JPY
 * @param digits decimals of a price; one more than the pip has
 * @param marginRate margin as a fraction of the position's value, in (0, 1]
 * @param unitsDigits decimals of units; 0, whole units
 * @param minimumUnits the smallest order
 * @param maximumOrderUnits the largest order
 * @param maximumPositionUnits the largest absolute position
 * @param longRate financing per year for a long position as a fraction, positive is a credit to the client
 * @param shortRate the same for a short one
 * @param spotLagDays business days from trade to spot: 2, or 1 (USD_CAD)
 */
public record Instrument(
        CurrencyPair pair,
        int pipLocation,
        int digits,
        BigDecimal marginRate,
        int unitsDigits,
        Units minimumUnits,
        Units maximumOrderUnits,
        Units maximumPositionUnits,
        BigDecimal longRate,
        BigDecimal shortRate,
        int spotLagDays) {
    public Instrument {
        if (digits < 0 || digits > 6 || pipLocation > 0 || -pipLocation > digits) {
            throw new IllegalArgumentException("%s: pip 10^%d, %d digits".formatted(pair, pipLocation, digits));
        }
        if (marginRate.signum() <= 0 || marginRate.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("%s: margin rate %s".formatted(pair, marginRate));
        }
        if (minimumUnits.signum() <= 0 || minimumUnits.compareTo(maximumOrderUnits) > 0) {
            throw new IllegalArgumentException("%s: units %s..%s".formatted(pair, minimumUnits, maximumOrderUnits));
        }
    }

    /** The smallest step of a price: 0.00001 for five digits. */
    public BigDecimal priceIncrement() {
        return BigDecimal.ONE.movePointLeft(digits);
    }

    /** The unit in which traders count price changes: 0.0001 for EUR_USD. */
    public BigDecimal pip() {
        return BigDecimal.ONE.movePointRight(pipLocation);
    }

    /** Decimals at which average prices and fill prices are kept: five more than a price has. */
    public int averagePriceDigits() {
        return digits + 5;
    }
}
