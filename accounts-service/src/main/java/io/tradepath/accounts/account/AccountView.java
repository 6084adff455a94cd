package io.tradepath.accounts.account;

import io.tradepath.events.AccountStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/**
 * An account as clients read it.
 *
 * @param balance the ledger's
 * @param available what is not held
 * @param owner the subject of its owner's tokens
 */
record AccountView(
        String id,
        String alias,
        Currency currency,
        AccountStatus status,
        BigDecimal balance,
        BigDecimal available,
        BigDecimal held,
        String owner,
        Instant createdTime) {}
