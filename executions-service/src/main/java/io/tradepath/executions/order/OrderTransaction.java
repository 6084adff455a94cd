package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.Order;
import io.tradepath.events.RejectReason;
import io.tradepath.executions.account.Account;
import io.tradepath.executions.account.AccountRows;
import io.tradepath.executions.database.Writes;
import io.tradepath.executions.events.EventLog;
import io.tradepath.executions.order.OrderRows.NumberedFill;
import io.tradepath.executions.position.PositionRows;
import io.tradepath.executions.position.Positions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A batch of orders as one transaction on a connection that has just been begun and that the caller commits: reads,
 * decides, writes. Answers nobody; what it returns holds once the commit has succeeded.
 */
final class OrderTransaction {
    private final Connection connection;
    private final Supplier<Market> market;
    private final Map<OrderJob, OrderOutcome> outcomes = new LinkedHashMap<>();
    private final Map<AccountId, AccountAtWork> atWork = new TreeMap<>();
    private final Map<OrderRows.Key, Order> known = new HashMap<>();

    OrderTransaction(Connection connection, Supplier<Market> market) {
        this.connection = connection;
        this.market = market;
    }

    /**
     * Decides and writes the jobs, in their order.
     *
     * @param locked the rows of those of their accounts that exist, locked by this connection
     */
    Map<OrderJob, OrderOutcome> run(List<OrderJob> jobs, Map<AccountId, Account> locked) throws SQLException {
        read(jobs, locked);
        // The market is looked at as late as can be, so that an order waits for locks and reads before it has a price.
        Market now = market.get();
        for (OrderJob job : jobs) {
            outcomes.put(job, decide(job, now));
        }
        write();
        return outcomes;
    }

    private void read(List<OrderJob> jobs, Map<AccountId, Account> locked) throws SQLException {
        if (locked.isEmpty()) {
            return;
        }
        known.putAll(OrderRows.findByKeys(
                connection, jobs.stream().map(OrderJob::key).distinct().toList()));
        Map<AccountId, Positions> positions = PositionRows.find(connection, locked.keySet());
        locked.forEach((id, account) ->
                atWork.put(id, new AccountAtWork(account, positions.getOrDefault(id, Positions.NONE))));
    }

    private OrderOutcome decide(OrderJob job, Market market) {
        AccountAtWork account = atWork.get(job.accountId());
        if (account == null || !account.account().owner().equals(job.owner())) {
            return new OrderOutcome.AccountUnknown();
        }
        Order earlier = known.get(job.key());
        if (earlier != null) {
            return NewOrder.of(earlier).equals(job.order())
                    ? new OrderOutcome.Recorded(earlier, !earlier.id().equals(job.orderId()))
                    : new OrderOutcome.KeyReused();
        }
        OrderDecision decision = account.decide(job.order(), market);
        if (isForWantOfMargin(decision) && !job.isCaughtUp()) {
            return new OrderOutcome.MarginUnsure();
        }
        Order order = account.carryOut(job.orderId(), job.order(), decision, market.now());
        known.put(job.key(), order);
        return new OrderOutcome.Recorded(order, false);
    }

    private static boolean isForWantOfMargin(OrderDecision decision) {
        return decision instanceof OrderDecision.Rejected rejected
                && rejected.reason() == RejectReason.INSUFFICIENT_MARGIN;
    }

    private void write() throws SQLException {
        List<Account> accounts = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        List<NumberedFill> fills = new ArrayList<>();
        List<PositionRows.Held> positions = new ArrayList<>();
        List<ExecutionEvent> events = new ArrayList<>();
        for (AccountAtWork account : atWork.values()) {
            if (!account.orders().isEmpty()) {
                accounts.add(account.account());
                orders.addAll(account.orders());
                fills.addAll(account.fills());
                positions.addAll(account.changedPositions());
                events.addAll(account.events());
            }
        }
        if (orders.isEmpty()) {
            return;
        }
        Writes writes = new Writes(connection);
        OrderRows.insert(writes, orders);
        OrderRows.insertFills(writes, fills);
        PositionRows.upsert(writes, positions);
        AccountRows.update(writes, accounts);
        EventLog.append(writes, events);
        writes.execute();
    }
}
