package io.tradepath.alb;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line of the access log, its fields in AWS's order. */
public final class AccessLog {

    /**
     * What a line says. A time below zero means that it never came to that, as in AWS's log.
     *
     * @param type http, https, ws or wss
     * @param matchedPriority the rule's priority, 0 for the default; -1 where no rule was looked at
     */
    public record Entry(
            String type,
            Instant time,
            String elb,
            String client,
            @Nullable String target,
            double requestSeconds,
            double targetSeconds,
            double responseSeconds,
            int elbStatus,
            int targetStatus,
            long receivedBytes,
            long sentBytes,
            String requestLine,
            String userAgent,
            String tlsCipher,
            String tlsProtocol,
            String targetGroupArn,
            String traceId,
            String domain,
            int matchedPriority,
            Instant created,
            String actions,
            String redirectUrl,
            String errorReason,
            String classification,
            String classificationReason) {}

    private AccessLog() {}

    public static String line(Entry entry) {
        StringBuilder out = new StringBuilder(512);
        String target = entry.target() == null ? "-" : entry.target();
        out.append(entry.type()).append(' ').append(entry.time());
        out.append(' ').append(entry.elb()).append(' ').append(entry.client());
        out.append(' ').append(target);
        seconds(out, entry.requestSeconds());
        seconds(out, entry.targetSeconds());
        seconds(out, entry.responseSeconds());
        out.append(' ').append(code(entry.elbStatus())).append(' ').append(code(entry.targetStatus()));
        out.append(' ').append(entry.receivedBytes()).append(' ').append(entry.sentBytes());
        quoted(out, entry.requestLine());
        quoted(out, entry.userAgent());
        out.append(' ').append(orDash(entry.tlsCipher()));
        out.append(' ').append(orDash(entry.tlsProtocol()));
        out.append(' ').append(orDash(entry.targetGroupArn()));
        quoted(out, entry.traceId());
        quoted(out, entry.domain());
        quoted(out, "-");
        out.append(' ').append(entry.matchedPriority() < 0 ? "-" : Integer.toString(entry.matchedPriority()));
        out.append(' ').append(entry.created());
        quoted(out, entry.actions());
        quoted(out, entry.redirectUrl());
        quoted(out, entry.errorReason());
        quoted(out, target);
        quoted(out, code(entry.targetStatus()));
        quoted(out, entry.classification());
        quoted(out, entry.classificationReason());
        return out.append(" TID_")
                .append(entry.traceId().isEmpty() ? "-" : connectionId(entry.traceId()))
                .toString();
    }

    private static String connectionId(String traceId) {
        return traceId.substring(Math.max(0, traceId.length() - 24));
    }

    private static void seconds(StringBuilder out, double seconds) {
        out.append(' ').append(seconds < 0 ? "-1" : String.format(Locale.ROOT, "%.3f", seconds));
    }

    private static String code(int status) {
        return status == 0 ? "-" : Integer.toString(status);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static void quoted(StringBuilder out, String text) {
        out.append(" \"");
        if (text.isEmpty()) {
            out.append('-');
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
