package io.tradepath.gateway;

import io.tradepath.alb.AccessLog;
import io.tradepath.alb.Target;
import io.tradepath.alb.http.HeaderName;
import io.tradepath.alb.http.RequestHead;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the access log's line out of an exchange that is over. */
final class AccessLogLine {

    private AccessLogLine() {}

    static String of(
            ServedListener served,
            Exchange exchange,
            @Nullable Target target,
            String client,
            long endNanos,
            Instant now) {
        RequestHead head = exchange.head;
        String userAgent = head.first(HeaderName.USER_AGENT);
        boolean sent = exchange.sentNanos != 0;
        boolean answered = exchange.answeredNanos != 0;
        return AccessLog.line(new AccessLog.Entry(
                type(served, exchange),
                now,
                served.listener().loadBalancer().name(),
                client,
                target == null || !sent ? null : target.address(),
                sent ? seconds(exchange.startedNanos, exchange.sentNanos) : -1,
                answered ? seconds(exchange.sentNanos, exchange.answeredNanos) : -1,
                answered ? seconds(exchange.answeredNanos, endNanos) : -1,
                exchange.elbStatus,
                exchange.targetStatus,
                exchange.receivedBytes,
                exchange.sentBytes,
                requestLine(served, head),
                userAgent == null ? "" : userAgent,
                exchange.tlsCipher,
                exchange.tlsProtocol,
                exchange.group == null ? "" : exchange.group.settings().arn(),
                exchange.traceId,
                served.tls() ? head.host() : "",
                exchange.rule == null ? -1 : exchange.rule.priority(),
                exchange.startedAt,
                exchange.actions,
                exchange.redirectUrl,
                exchange.errorReason,
                exchange.inspection.tier().label(),
                exchange.inspection.reason().label()));
    }

    private static String type(ServedListener served, Exchange exchange) {
        boolean tunnel = exchange.targetStatus == 101;
        return served.tls() ? (tunnel ? "wss" : "https") : tunnel ? "ws" : "http";
    }

    private static double seconds(long from, long to) {
        return Math.max(0, to - from) / 1e9;
    }

    /** AWS writes the URL whole: protocol, host, port and what the client asked for. */
    private static String requestLine(ServedListener served, RequestHead head) {
        if (head.target().equals("-")) {
            return "- " + served.protocol() + "://-:" + served.port() + "- -";
        }
        String host = head.host().isEmpty() ? "-" : head.host();
        return head.method() + " " + served.protocol() + "://" + host + ":" + served.port() + head.pathAndQuery() + " "
                + (head.version().isEmpty() ? "HTTP/0.9" : head.version());
    }
}
