/**
 * What executions-service's events do to accounts. A fill that realised a profit or loss becomes a posting against the
 * house's trading account, once: the wire drops repeated events, and the journal refuses a second entry for a fill. An
 * event that cannot be booked parks its account, which is close-only from there on; so is one whose events executions
 * has parked.
 */
@NullMarked
package io.tradepath.accounts.settlement;

import org.jspecify.annotations.NullMarked;
