package io.tradepath.quotes;

/** Whether a pair's latest quote may be believed. */
public enum Freshness {
    /** It may. */
    FRESH,
    /** There is none. */
    MISSING,
    /** This instance is not at the end of the topic: there may be newer ones. */
    STALE_BEHIND,
    /** Nobody has been heard to publish lately, or the publisher in charge has not quoted the pair yet. */
    STALE_PUBLISHER;

    public boolean isStale() {
        return this == STALE_BEHIND || this == STALE_PUBLISHER;
    }
}
