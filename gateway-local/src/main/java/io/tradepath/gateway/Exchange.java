package io.tradepath.gateway;

import io.tradepath.alb.Rule;
import io.tradepath.alb.Target;
import io.tradepath.alb.TargetGroup;
import io.tradepath.alb.http.Inspection;
import io.tradepath.alb.http.RequestHead;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One request and what became of it, as far as is known yet. Belongs to one event loop. */
final class Exchange {

    final RequestHead head;
    final Inspection inspection;
    final Instant startedAt;
    final long startedNanos;
    final boolean webSocket;
    String traceId = "";
    String setCookies = "";

    @Nullable
    Rule rule;

    @Nullable
    TargetGroup group;

    @Nullable
    Target target;

    @Nullable
    TargetConnection targetConnection;

    String actions = "";
    String redirectUrl = "";
    String tlsCipher = "";
    String tlsProtocol = "";
    String errorReason = "";
    long sentNanos;
    long answeredNanos;
    long receivedBytes;
    long sentBytes;
    int elbStatus;
    int targetStatus;
    boolean answerStarted;
    boolean requestSent;

    Exchange(RequestHead head, Inspection inspection, Instant startedAt, long startedNanos) {
        this.head = head;
        this.inspection = inspection;
        this.startedAt = startedAt;
        this.startedNanos = startedNanos;
        this.webSocket = head.isWebSocketUpgrade();
        this.receivedBytes = head.bytes().length;
    }
}
