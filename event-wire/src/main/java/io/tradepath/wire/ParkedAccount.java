package io.tradepath.wire;

import io.tradepath.events.AccountId;
import java.time.Instant;

/**
 * An account whose events wait for a re-drive.
 *
 * @param topic where they came from
 * @param appliedSeq the last that was applied
 * @param heldEvents how many wait
 */
public record ParkedAccount(
        AccountId accountId, String topic, long appliedSeq, int heldEvents, String reason, Instant parkedTime) {}
