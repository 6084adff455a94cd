package io.tradepath.accounts.account;

import io.tradepath.events.AccountEvent.StatusReason;

/** Why an account is close-only. */
public enum CloseOnlyCause {
    /** An operator's decision. */
    OPS,
    /** An event of executions could not be applied here. */
    PARKED_HERE,
    /** An event of this service could not be applied at executions. */
    PARKED_AT_EXECUTIONS;

    StatusReason whenAdded() {
        return switch (this) {
            case OPS -> StatusReason.OPS;
            case PARKED_HERE, PARKED_AT_EXECUTIONS -> StatusReason.EVENT_PARKED;
        };
    }

    StatusReason whenLifted() {
        return switch (this) {
            case OPS -> StatusReason.OPS;
            case PARKED_HERE, PARKED_AT_EXECUTIONS -> StatusReason.EVENTS_REDRIVEN;
        };
    }
}
