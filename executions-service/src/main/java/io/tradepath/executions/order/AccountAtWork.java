package io.tradepath.executions.order;

import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.Fill;
import io.tradepath.events.FillId;
import io.tradepath.events.Identifiers;
import io.tradepath.events.Order;
import io.tradepath.events.OrderId;
import io.tradepath.executions.account.Account;
import io.tradepath.executions.order.OrderRows.NumberedFill;
import io.tradepath.executions.position.PositionRows.Held;
import io.tradepath.executions.position.Positions;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.TradeDates;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A locked account while its orders are decided one after the other: each sees what those before it have done. Collects
 * what the transaction must write.
 */
final class AccountAtWork {
    private Account account;
    private Positions positions;
    private final Set<CurrencyPair> traded = new LinkedHashSet<>();
    private final List<Order> orders = new ArrayList<>();
    private final List<NumberedFill> fills = new ArrayList<>();
    private final List<ExecutionEvent> events = new ArrayList<>();

    AccountAtWork(Account account, Positions positions) {
        this.account = account;
        this.positions = positions;
    }

    OrderDecision decide(NewOrder order, Market market) {
        return OrderRules.decide(account, positions, market, order);
    }

    /** Carries out what was decided; returns the order as it stands at the end. */
    Order carryOut(OrderId id, NewOrder order, OrderDecision decision, Instant now) {
        Order done = switch (decision) {
            case OrderDecision.Rejected rejected -> reject(id, order, rejected, now);
            case OrderDecision.Filled filled -> fill(accept(id, order, now), filled.execution(), now);
            case OrderDecision.Canceled canceled -> cancel(accept(id, order, now), canceled, now);
        };
        orders.add(done);
        return done;
    }

    Account account() {
        return account;
    }

    List<Order> orders() {
        return orders;
    }

    List<NumberedFill> fills() {
        return fills;
    }

    List<ExecutionEvent> events() {
        return events;
    }

    /** Each position that an order of these has changed, as it stands at the end. */
    List<Held> changedPositions() {
        return traded.stream()
                .map(instrument -> new Held(account.id(), positions.in(instrument)))
                .toList();
    }

    private Order reject(OrderId id, NewOrder order, OrderDecision.Rejected rejected, Instant now) {
        Order refused = OrderSteps.rejected(id, account.id(), order, rejected.reason(), now);
        events.add(new ExecutionEvent.OrderRejected(nextSeq(), account.id(), now, refused));
        return refused;
    }

    private Order accept(OrderId id, NewOrder order, Instant now) {
        Order accepted = OrderSteps.accepted(id, account.id(), order, now);
        events.add(new ExecutionEvent.OrderAccepted(nextSeq(), account.id(), now, accepted));
        return accepted;
    }

    private Order fill(Order order, Execution execution, Instant now) {
        Fill fill = toFill(order, execution, now);
        Order filled = OrderSteps.filled(order, fill);
        long seq = nextSeq();
        events.add(new ExecutionEvent.OrderFilled(seq, account.id(), now, filled, fill));
        fills.add(new NumberedFill(account.id(), seq, fill));
        account = account.plusCash(execution.realisedPl());
        positions = positions.with(execution.after());
        traded.add(order.instrument());
        return filled;
    }

    private Order cancel(Order order, OrderDecision.Canceled decision, Instant now) {
        Order worked = decision.execution() == null ? order : fill(order, decision.execution(), now);
        Order canceled = OrderSteps.canceled(worked, decision.reason(), now);
        events.add(new ExecutionEvent.OrderCanceled(nextSeq(), account.id(), now, canceled));
        return canceled;
    }

    private static Fill toFill(Order order, Execution execution, Instant now) {
        Units cumulative = order.filledUnits().plus(execution.units());
        return new Fill(
                new FillId(Identifiers.next()),
                order.id(),
                order.instrument(),
                order.side(),
                execution.units(),
                cumulative,
                order.units().minus(cumulative),
                execution.price(),
                execution.quote().epoch(),
                execution.quote().seq(),
                execution.realisedPl(),
                stripped(execution.conversionRate()),
                execution.halfSpreadCost().stripTrailingZeros(),
                TradeDates.tradeDate(now),
                now);
    }

    private static @Nullable BigDecimal stripped(@Nullable BigDecimal value) {
        return value == null ? null : value.stripTrailingZeros();
    }

    private long nextSeq() {
        account = account.withSeq(account.seq() + 1);
        return account.seq();
    }
}
