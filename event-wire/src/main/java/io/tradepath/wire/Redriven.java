package io.tradepath.wire;

import io.tradepath.events.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a re-drive.
 *
 * @param applied events that were applied by it
 * @param stillHeld events that wait further
 * @param reason why the account is still parked; absent where it is not any more
 */
public record Redriven(
        AccountId accountId,
        int applied,
        int stillHeld,
        @Nullable String reason) {}
