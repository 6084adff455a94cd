package io.tradepath.feed.streams;

/**
 * A reader's subscription to a public stream.
 *
 * @param id the client's own word
 */
public record StreamSubscription(int stream, String id) {}
