package io.tradepath.events;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A movement of an account's ledger balance.
 *
 * @param amount signed, in the account's currency, at its minor unit
 * @param balance the one after it
 */
public record Transaction(
        TransactionId id,
        AccountId accountId,
        Type type,
        BigDecimal amount,
        BigDecimal balance,
        Instant time,
        Cause cause) {
    /** Why money moved. */
    public enum Type {
        DEPOSIT,
        REALISED_PL
    }

    /**
     * What the movement goes back to.
     *
     * @param key the client's idempotency key, where a request made it
     */
    public record Cause(
            @Nullable OrderId orderId,
            @Nullable FillId fillId,
            @Nullable String key) {}
}
