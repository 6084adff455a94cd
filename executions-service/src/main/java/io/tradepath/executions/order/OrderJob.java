package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.events.OrderId;
import java.util.concurrent.CompletableFuture;

/**
 * One caller that waits for one order.
 *
 * @param owner the caller's subject
 * @param orderId the id that the order gets; given before the lane, so that it is recognised after a commit whose answer
 *     was lost
 * @param isCaughtUp true where the account's events have been applied up to the time when the order came: only then may
 *     it be refused for what the account has not
 * @param isPutOff true where the account's row was held by others when the lane came to it
 * @param deadlineNanos by {@link System#nanoTime()}; a job that has not been begun by then is answered and forgotten
 */
record OrderJob(
        AccountId accountId,
        String owner,
        OrderId orderId,
        NewOrder order,
        boolean isCaughtUp,
        boolean isPutOff,
        long deadlineNanos,
        CompletableFuture<OrderOutcome> reply) {

    OrderRows.Key key() {
        return new OrderRows.Key(accountId, order.clientOrderId());
    }

    boolean isExpired(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    void answer(OrderOutcome outcome) {
        reply.complete(outcome);
    }

    OrderJob asPutOff() {
        return new OrderJob(accountId, owner, orderId, order, isCaughtUp, true, deadlineNanos, reply);
    }
}
