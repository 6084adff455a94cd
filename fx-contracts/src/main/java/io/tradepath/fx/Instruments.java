package io.tradepath.fx;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The instruments that Tradepath trades: the majors, their crosses, and some others.
 *
 * <p>Margin rates are ESMA's caps (ESMA35-43-1000): 30:1, written 0.0333333 as OANDA rounds it, where both currencies
 * are of USD, EUR, JPY, GBP, CAD and CHF; 20:1 elsewhere. Financing rates are indicative.
 */
public final class Instruments {
    private static final Set<String> ESMA_MAJOR = Set.of("USD", "EUR", "JPY", "GBP", "CAD", "CHF");
    private static final BigDecimal THIRTY_TO_ONE = new BigDecimal("0.0333333");
    private static final BigDecimal TWENTY_TO_ONE = new BigDecimal("0.05");
    private static final Units MINIMUM_UNITS = Units.of(1);
    private static final Units MAXIMUM_UNITS = Units.of(10_000_000);

    private static final Map<CurrencyPair, Instrument> LIST = new LinkedHashMap<>();

    static {
        add("EUR_USD", -4, "-0.0260", "0.0090", 2);
        add("USD_JPY", -2, "0.0280", "-0.0450", 2);
        add("GBP_USD", -4, "-0.0090", "-0.0080", 2);
        add("USD_CHF", -4, "0.0290", "-0.0460", 2);
        add("AUD_USD", -4, "-0.0110", "-0.0060", 2);
        add("USD_CAD", -4, "0.0060", "-0.0230", 1);
        add("NZD_USD", -4, "-0.0130", "-0.0040", 2);
        add("EUR_GBP", -4, "-0.0260", "0.0090", 2);
        add("EUR_JPY", -2, "0.0090", "-0.0270", 2);
        add("EUR_CHF", -4, "0.0120", "-0.0280", 2);
        add("EUR_AUD", -4, "-0.0280", "0.0110", 2);
        add("EUR_CAD", -4, "-0.0170", "-0.0010", 2);
        add("EUR_NZD", -4, "-0.0290", "0.0120", 2);
        add("GBP_JPY", -2, "0.0260", "-0.0450", 2);
        add("GBP_CHF", -4, "0.0280", "-0.0460", 2);
        add("GBP_AUD", -4, "-0.0080", "-0.0090", 2);
        add("GBP_CAD", -4, "0.0050", "-0.0220", 2);
        add("GBP_NZD", -4, "-0.0090", "-0.0080", 2);
        add("AUD_JPY", -2, "0.0220", "-0.0400", 2);
        add("AUD_NZD", -4, "-0.0090", "-0.0080", 2);
        add("AUD_CAD", -4, "0.0030", "-0.0200", 2);
        add("AUD_CHF", -4, "0.0240", "-0.0420", 2);
        add("CAD_JPY", -2, "0.0110", "-0.0290", 2);
        add("CHF_JPY", -2, "-0.0130", "-0.0040", 2);
        add("NZD_JPY", -2, "0.0180", "-0.0360", 2);
        add("USD_NOK", -4, "-0.0020", "-0.0170", 2);
        add("USD_SEK", -4, "0.0080", "-0.0260", 2);
        add("USD_MXN", -4, "-0.0600", "0.0280", 2);
    }

    private Instruments() {}

    /** All of them, the majors first. */
    public static Collection<Instrument> all() {
        return Collections.unmodifiableCollection(LIST.values());
    }

    public static Optional<Instrument> find(CurrencyPair pair) {
        return Optional.ofNullable(LIST.get(pair));
    }

    /**
     * The instrument of a pair that is known to be listed.
     *
     * @throws IllegalArgumentException where it is not
     */
    public static Instrument get(CurrencyPair pair) {
        return find(pair).orElseThrow(() -> new IllegalArgumentException("not an instrument: " + pair));
    }

    private static void add(String pair, int pipLocation, String longRate, String shortRate, int spotLagDays) {
        CurrencyPair currencyPair = CurrencyPair.parse(pair);
        Instrument instrument = new Instrument(
                currencyPair,
                pipLocation,
                1 - pipLocation,
                marginRate(currencyPair),
                0,
                MINIMUM_UNITS,
                MAXIMUM_UNITS,
                MAXIMUM_UNITS,
                new BigDecimal(longRate),
                new BigDecimal(shortRate),
                spotLagDays);
        LIST.put(currencyPair, instrument);
    }

    private static BigDecimal marginRate(CurrencyPair pair) {
        return isEsmaMajor(pair.base()) && isEsmaMajor(pair.quote()) ? THIRTY_TO_ONE : TWENTY_TO_ONE;
    }

    private static boolean isEsmaMajor(Currency currency) {
        return ESMA_MAJOR.contains(currency.getCurrencyCode());
    }
}
