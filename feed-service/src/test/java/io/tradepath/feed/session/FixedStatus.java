package io.tradepath.feed.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tradepath.feed.streams.EventLog;
import java.util.List;

/** A status that says nothing of instruments. */
public final class FixedStatus implements StatusStream {
    private final EventLog log = new EventLog();

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public List<byte[]> snapshot() {
        return List.of("destination:/topic/status\n\nsnapshot\0".getBytes(UTF_8));
    }

    @Override
    public byte[] reset() {
        return "destination:/topic/status\n\nreset\0".getBytes(UTF_8);
    }
}
