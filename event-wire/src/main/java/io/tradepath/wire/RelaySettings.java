package io.tradepath.wire;

import io.tradepath.events.Topics;
import java.util.List;
import java.util.Map;

/**
 * What a relay needs to know.
 *
 * @param jdbcUrl of the database whose outbox it publishes, for a connection of its own outside any pool
 * @param kafka client settings, {@code bootstrap.servers} and security; the producer's guarantees are the relay's own
 * @param topics those that it writes and therefore creates
 */
public record RelaySettings(
        String jdbcUrl, String user, String password, Map<String, Object> kafka, List<Topics.Topic> topics) {
    public RelaySettings {
        kafka = Map.copyOf(kafka);
        topics = List.copyOf(topics);
    }

    @Override
    public String toString() {
        return "RelaySettings[" + jdbcUrl + ", " + user + ", " + topics + "]";
    }
}
