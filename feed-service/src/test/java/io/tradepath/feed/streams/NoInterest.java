package io.tradepath.feed.streams;

/** Does not look who subscribes to what. */
public final class NoInterest implements StreamInterest {
    @Override
    public void subscribed(int stream) {}

    @Override
    public void unsubscribed(int stream) {}
}
