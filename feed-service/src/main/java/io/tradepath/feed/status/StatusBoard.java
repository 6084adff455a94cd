package io.tradepath.feed.status;

import io.tradepath.events.EventJson;
import io.tradepath.feed.session.StatusStream;
import io.tradepath.feed.stomp.ServerFrames;
import io.tradepath.feed.streams.EventLog;
import io.tradepath.fx.CurrencyPair;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How every instrument stands, and the changes as subscribers are told of them. */
public final class StatusBoard implements StatusStream {
    private static final String DESTINATION = "/topic/status";
    /** Changes that are kept for subscribers that are slow to read them. */
    private static final int CHANGES_KEPT = 4_096;

    private final StatusRules rules;
    private final EventLog log = new EventLog();
    private final Map<CurrencyPair, InstrumentStatus> current = new LinkedHashMap<>();
    private long seq;

    StatusBoard(StatusRules rules) {
        this.rules = rules;
    }

    /** Looks at each instrument and tells what has changed. */
    synchronized void look(Collection<StatusRules.Seen> seen, Instant now) {
        for (StatusRules.Seen each : seen) {
            InstrumentStatus status = rules.status(each, now);
            InstrumentStatus before = current.get(each.instrument());
            if (before == null || !before.saysAs(status)) {
                current.put(each.instrument(), status);
                tell(EventJson.writeBytes(status));
            }
        }
    }

    /** Tells every subscriber that this instance is about to go, and how long it still delivers. */
    public synchronized void tellDrain(long graceMs) {
        tell(EventJson.writeBytes(new Drain("drain", graceMs)));
    }

    private record Drain(String type, long graceMs) {}

    private void tell(byte[] body) {
        seq++;
        log.append(seq, tail("update", seq, body), 0);
        log.forgetUpTo(seq - CHANGES_KEPT);
    }

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public synchronized List<byte[]> snapshot() {
        List<byte[]> tails = new ArrayList<>(current.size());
        current.forEach((pair, status) -> tails.add(tail("snapshot", seq, EventJson.writeBytes(status))));
        return tails;
    }

    @Override
    public synchronized byte[] reset() {
        return tail("reset", seq, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] tail(String type, long seq, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("type", type);
        return ServerFrames.tail(DESTINATION, "status-" + type + "-" + seq, headers, body);
    }
}
