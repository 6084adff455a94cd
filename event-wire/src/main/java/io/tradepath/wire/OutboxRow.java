package io.tradepath.wire;

import io.tradepath.events.Topics;

/**
 * A record to be published.
 *
 * @param key the account's id; decides the partition
 * @param payload JSON
 */
public record OutboxRow(Topics.Topic topic, String key, String payload) {}
