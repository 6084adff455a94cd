package io.tradepath.executions.margin;

import io.tradepath.events.AccountId;
import io.tradepath.executions.account.Account;
import io.tradepath.executions.account.AccountAccess;
import io.tradepath.executions.position.Position;
import io.tradepath.executions.position.PositionRows;
import io.tradepath.executions.position.Positions;
import io.tradepath.executions.quotes.MarketData;
import io.tradepath.executions.quotes.Quotes;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Money;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.security.Principal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Positions and the account's summary over HTTP, valued at the latest quotes there are, fresh or not. */
@RestController
@RequestMapping("/executions/accounts/{accountId}")
class PortfolioController {
    private final DataSource database;
    private final AccountAccess access;
    private final MarketData marketData;

    PortfolioController(DataSource database, AccountAccess access, MarketData marketData) {
        this.database = database;
        this.access = access;
        this.marketData = marketData;
    }

    /** The account's open positions, by instrument. */
    record PositionList(List<OpenPosition> positions) {}

    /**
     * An open position.
     *
     * @param units signed: positive bought, negative sold
     * @param averagePrice of the units held
     * @param unrealisedPl at the prices that closing it would get, in the account's currency; absent where a quote that
     *     it needs was never seen
     * @param realisedPl what its fills have posted so far, in the account's currency
     * @param marginUsed at mid, in the account's currency; absent as {@code unrealisedPl}
     */
    record OpenPosition(
            CurrencyPair instrument,
            Units units,
            Price averagePrice,
            @Nullable BigDecimal unrealisedPl,
            BigDecimal realisedPl,
            @Nullable BigDecimal marginUsed) {}

    /**
     * What the account is worth, in its currency. All but the balance is absent where a quote that it needs was never
     * seen.
     *
     * @param balance ledger balance, with realised profit and loss that is still to be settled
     * @param nav net asset value: balance and unrealised profit or loss at the prices that closing would get
     * @param marginUsed at mid
     * @param marginAvailable net asset value at mid less margin used, never below 0
     * @param marginCloseoutPercent half of margin used as a fraction of net asset value at mid, stop-out at 1; absent
     *     where that value is 0 or less although margin is used
     * @param quotesAsOf time of the oldest quote behind these figures; absent where none is
     */
    record Summary(
            String currency,
            BigDecimal balance,
            @Nullable BigDecimal nav,
            @Nullable BigDecimal unrealisedPl,
            @Nullable BigDecimal marginUsed,
            @Nullable BigDecimal marginAvailable,
            @Nullable BigDecimal marginCloseoutPercent,
            @Nullable Instant quotesAsOf) {}

    @GetMapping("/positions")
    PositionList positions(@PathVariable String accountId, Principal caller) throws SQLException {
        Account account = access.owned(AccountAccess.accountId(accountId), caller.getName());
        Quotes quotes = marketData.quotes();
        return new PositionList(positionsOf(account.id()).open().stream()
                .map(position -> open(position, account.currency(), quotes))
                .toList());
    }

    @GetMapping("/summary")
    Summary summary(@PathVariable String accountId, Principal caller) throws SQLException {
        Account account = access.owned(AccountAccess.accountId(accountId), caller.getName());
        Currency home = account.currency();
        BigDecimal cash = account.cash().amount();
        Valuation value = Valuation.of(cash, home, positionsOf(account.id()), marketData.quotes());
        if (value == null) {
            return new Summary(home.getCurrencyCode(), cash, null, null, null, null, null, null);
        }
        return new Summary(
                home.getCurrencyCode(),
                cash,
                rounded(value.nav(), home),
                rounded(value.unrealisedClosing(), home),
                rounded(value.marginUsed(), home),
                rounded(value.marginAvailable(), home),
                value.marginCloseoutPercent(),
                value.asOf());
    }

    private Positions positionsOf(AccountId account) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Map<AccountId, Positions> found = PositionRows.find(connection, List.of(account));
            return found.getOrDefault(account, Positions.NONE);
        }
    }

    private static OpenPosition open(Position position, Currency home, Quotes quotes) {
        PositionValue value = PositionValue.of(position, home, quotes);
        return new OpenPosition(
                position.instrument(),
                position.units(),
                position.average(),
                value == null ? null : rounded(value.unrealisedClosing(), home),
                position.realised(home).amount(),
                value == null ? null : rounded(value.marginUsed(), home));
    }

    private static BigDecimal rounded(BigDecimal exact, Currency home) {
        return Money.rounded(exact, home).amount();
    }
}
