package io.tradepath.feed.session;

import io.tradepath.feed.streams.EventLog;
import java.util.List;

/** What subscribers of {@code /topic/status} are told; the pieces are MESSAGEs behind their heads. */
public interface StatusStream {
    /** The changes, in order. */
    EventLog log();

    /** How things stand, for a new subscriber. */
    List<byte[]> snapshot();

    /** For a subscriber that was too far behind to be told of each change. */
    byte[] reset();
}
