package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.events.Identifiers;
import io.tradepath.events.OrderId;
import io.tradepath.executions.account.AccountAccess;
import io.tradepath.http.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Places orders: sends them to their lane and waits for the answer. */
@Component
class Orders {
    /** A lane that has not begun an order by then lets it go. */
    private static final Duration BEGIN_MAX = Duration.ofMillis(1_500);
    /** A caller that has no answer by then is told that nobody knows. */
    private static final Duration ANSWER_MAX = Duration.ofMillis(1_900);

    private final OrderLanes lanes;
    private final AccountAccess access;

    Orders(OrderLanes lanes, AccountAccess access) {
        this.lanes = lanes;
        this.access = access;
    }

    /**
     * Places an order. Before it is refused for an account that is not known or for want of margin, what was said of
     * the account up to now is waited for: a client that has its deposit's answer may trade on it at once.
     */
    OrderOutcome place(AccountId account, String caller, NewOrder order) throws SQLException {
        access.refuseOthers(account, caller);
        OrderId id = new OrderId(Identifiers.next());
        OrderOutcome outcome = placeInLane(account, caller, id, order, false);
        return switch (outcome) {
            case OrderOutcome.AccountUnknown _, OrderOutcome.MarginUnsure _ -> {
                access.requireCaughtUp(account);
                yield placeInLane(account, caller, id, order, true);
            }
            case OrderOutcome.Recorded _, OrderOutcome.KeyReused _, OrderOutcome.Unavailable _, OrderOutcome.Failed _ ->
                outcome;
        };
    }

    private OrderOutcome placeInLane(AccountId account, String caller, OrderId id, NewOrder order, boolean isCaughtUp) {
        CompletableFuture<OrderOutcome> reply = new CompletableFuture<>();
        long deadline = System.nanoTime() + BEGIN_MAX.toNanos();
        if (!lanes.offer(new OrderJob(account, caller, id, order, isCaughtUp, false, deadline, reply))) {
            throw ProblemException.unavailable("too many orders are waiting; this one was not taken");
        }
        try {
            return reply.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new OrderOutcome.Unavailable();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a lane answers with an outcome", impossible);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new OrderOutcome.Unavailable();
        }
    }
}
