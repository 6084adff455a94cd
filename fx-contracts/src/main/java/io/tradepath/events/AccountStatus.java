package io.tradepath.events;

/** What an account's owner may do. The platform's own actions (stops, stop-out, financing) go on in every status. */
public enum AccountStatus {
    /** Everything. */
    ACTIVE,
    /** Reduce positions, cancel orders. */
    CLOSE_ONLY,
    /** Nothing. */
    LOCKED,
    /** Nothing, for good. */
    CLOSED
}
