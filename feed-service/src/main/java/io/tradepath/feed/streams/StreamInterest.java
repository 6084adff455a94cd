package io.tradepath.feed.streams;

/** Told which public streams somebody listens to, so that the others need not be encoded. From any thread. */
public interface StreamInterest {
    /** Somebody has subscribed: from now on the stream's updates go into the ring, its present state first. */
    void subscribed(int stream);

    void unsubscribed(int stream);
}
