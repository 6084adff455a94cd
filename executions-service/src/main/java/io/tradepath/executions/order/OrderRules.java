package io.tradepath.executions.order;

import io.tradepath.events.AccountStatus;
import io.tradepath.events.CancelReason;
import io.tradepath.events.RejectReason;
import io.tradepath.events.TimeInForce;
import io.tradepath.executions.account.Account;
import io.tradepath.executions.conversion.Conversion;
import io.tradepath.executions.margin.Valuation;
import io.tradepath.executions.position.Position;
import io.tradepath.executions.position.Positions;
import io.tradepath.executions.quotes.Depth;
import io.tradepath.executions.quotes.Quotes;
import io.tradepath.fx.Decimals;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Price;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Decides an order, as a function of nothing but its arguments.
 *
 * <p>The checks stand in the order in which a client can act on them: the account, the instrument, the order by itself,
 * the market, the order against the position, and last what it would do to the margin.
 */
final class OrderRules {
    private final Account account;
    private final Positions positions;
    private final Market market;
    private final NewOrder order;
    private final Position position;
    private final boolean reducing;

    private OrderRules(Account account, Positions positions, Market market, NewOrder order) {
        this.account = account;
        this.positions = positions;
        this.market = market;
        this.order = order;
        this.position = positions.in(order.instrument());
        this.reducing = position.isReducedBy(order.side(), order.units());
    }

    static OrderDecision decide(Account account, Positions positions, Market market, NewOrder order) {
        return new OrderRules(account, positions, market, order).decide();
    }

    private OrderDecision decide() {
        Instrument instrument = Instruments.find(order.instrument()).orElse(null);
        if (!mayTrade()) {
            return new OrderDecision.Rejected(RejectReason.ACCOUNT_NOT_ACTIVE);
        }
        if (instrument == null) {
            return new OrderDecision.Rejected(RejectReason.INSTRUMENT_UNKNOWN);
        }
        Quotes.Latest latest = market.quotes().find(order.instrument());
        RejectReason refusal = refusalByItself(instrument);
        if (refusal == null) {
            refusal = refusalByMarket(latest);
        }
        if (refusal == null) {
            refusal = refusalByPosition(instrument);
        }
        if (refusal != null || latest == null) {
            return new OrderDecision.Rejected(refusal == null ? RejectReason.QUOTE_MISSING : refusal);
        }
        return execute(instrument, latest.quote());
    }

    private boolean mayTrade() {
        return switch (account.effectiveStatus()) {
            case ACTIVE, CLOSE_ONLY -> true;
            case LOCKED, CLOSED -> false;
        };
    }

    private @Nullable RejectReason refusalByItself(Instrument instrument) {
        if (Decimals.fractionDigits(order.units().value()) > instrument.unitsDigits()) {
            return RejectReason.UNITS_PRECISION;
        }
        if (order.units().compareTo(instrument.minimumUnits()) < 0) {
            return RejectReason.UNITS_BELOW_MINIMUM;
        }
        if (order.units().compareTo(instrument.maximumOrderUnits()) > 0) {
            return RejectReason.UNITS_ABOVE_MAXIMUM;
        }
        Price bound = order.priceBound();
        return bound != null && Decimals.fractionDigits(bound.value()) > instrument.digits()
                ? RejectReason.PRICE_PRECISION
                : null;
    }

    private @Nullable RejectReason refusalByMarket(Quotes.@Nullable Latest latest) {
        if (!market.isOpen()) {
            return RejectReason.MARKET_CLOSED;
        }
        if (latest == null) {
            return RejectReason.QUOTE_MISSING;
        }
        return latest.fresh() ? null : RejectReason.QUOTE_STALE;
    }

    private @Nullable RejectReason refusalByPosition(Instrument instrument) {
        if (reducing) {
            return null;
        }
        if (order.reduceOnly()) {
            return RejectReason.REDUCE_ONLY_WOULD_INCREASE;
        }
        if (account.effectiveStatus() != AccountStatus.ACTIVE) {
            return RejectReason.ACCOUNT_CLOSE_ONLY;
        }
        Units whole = position.units().plus(order.side().signed(order.units())).abs();
        return whole.compareTo(instrument.maximumPositionUnits()) > 0 ? RejectReason.POSITION_LIMIT : null;
    }

    private OrderDecision execute(Instrument instrument, Quote quote) {
        Depth.Taken taken = Depth.take(quote, order.side(), order.units(), order.priceBound());
        boolean whole = taken.units().compareTo(order.units()) == 0;
        if (taken.units().signum() == 0 || (!whole && order.timeInForce() == TimeInForce.FOK)) {
            return new OrderDecision.Canceled(null, whyNotWhole(quote));
        }
        Position.Change change =
                position.fill(order.side(), taken.units(), taken.averagePrice(instrument.averagePriceDigits()));
        Conversion conversion = Conversion.between(order.instrument().quote(), account.currency(), market.quotes());
        if (conversion == null) {
            return new OrderDecision.Rejected(RejectReason.QUOTE_MISSING);
        }
        Execution execution = execution(quote, taken, change, conversion);
        RejectReason refusal = reducing ? null : refusalByMargin(execution);
        if (refusal != null) {
            return new OrderDecision.Rejected(refusal);
        }
        return whole ? new OrderDecision.Filled(execution) : new OrderDecision.Canceled(execution, whyNotWhole(quote));
    }

    /** Only asked where the order did not fill in whole. */
    private CancelReason whyNotWhole(Quote quote) {
        Units withoutBound =
                Depth.take(quote, order.side(), order.units(), null).units();
        return withoutBound.compareTo(order.units()) == 0
                ? CancelReason.PRICE_BOUND
                : CancelReason.INSUFFICIENT_LIQUIDITY;
    }

    private Execution execution(Quote quote, Depth.Taken taken, Position.Change change, Conversion conversion) {
        Position after = change.after().withRealised(conversion.convert(change.realised()));
        BigDecimal atMid = quote.mid().multiply(taken.units().value());
        return new Execution(
                taken.units(),
                taken.averagePrice(Instruments.get(order.instrument()).averagePriceDigits()),
                quote,
                position.posting(after, account.currency()),
                change.closedUnits().signum() == 0 ? null : conversion.rate(),
                taken.amount().subtract(atMid).abs(),
                after);
    }

    /** An order that may increase risk needs fresh prices for all that the account holds, and margin after its fill. */
    private @Nullable RejectReason refusalByMargin(Execution execution) {
        BigDecimal cash = account.cash().amount().add(execution.realisedPl());
        Valuation after = Valuation.of(cash, account.currency(), positions.with(execution.after()), market.quotes());
        if (after == null) {
            return RejectReason.QUOTE_MISSING;
        }
        if (!after.fresh()) {
            return RejectReason.QUOTE_STALE;
        }
        return after.coversMargin() ? null : RejectReason.INSUFFICIENT_MARGIN;
    }
}
