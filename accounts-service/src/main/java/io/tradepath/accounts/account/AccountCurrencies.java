package io.tradepath.accounts.account;

import io.tradepath.fx.Instruments;
import io.tradepath.http.ProblemException;
import java.util.Currency;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The currencies that an account may be in: those that are traded, because profits must be converted into them. */
final class AccountCurrencies {
    private static final SortedMap<String, Currency> OFFERED = new TreeMap<>();

    static {
        Instruments.all().stream()
                .map(instrument -> instrument.pair())
                .flatMap(pair -> Stream.of(pair.base(), pair.quote()))
                .forEach(currency -> OFFERED.put(currency.getCurrencyCode(), currency));
    }

    private AccountCurrencies() {}

    /** @throws ProblemException 400 for any other text */
    static Currency checked(String code) {
        Currency currency = OFFERED.get(code);
        if (currency == null) {
            throw ProblemException.invalid("currency", "must be one of " + String.join(", ", OFFERED.keySet()));
        }
        return currency;
    }
}
