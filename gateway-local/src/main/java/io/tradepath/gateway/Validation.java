package io.tradepath.gateway;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.tradepath.alb.Listener;
import io.tradepath.alb.TargetGroupSettings;
import io.tradepath.alb.template.Finding;
import io.tradepath.alb.template.ReadResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code --validate} prints. */
final class Validation {

    private Validation() {}

    static String text(ReadResult read) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : read.findings()) {
            out.append(label(finding.severity())).append(": ").append(finding).append('\n');
        }
        int rules = read.topology().listeners().stream()
                .mapToInt(listener -> listener.rules().size() - 1)
                .sum();
        return out.append(read.errors().isEmpty() ? "valid: " : "invalid: ")
                .append(read.topology().listeners().size())
                .append(" listeners, ")
                .append(rules)
                .append(" rules, ")
                .append(read.topology().groups().size())
                .append(" target groups\n")
                .toString();
    }

    private static String label(Finding.Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String json(ReadResult read) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("valid", read.errors().isEmpty());
        out.put("findings", read.findings().stream().map(Validation::finding).toList());
        out.put(
                "listeners",
                read.topology().listeners().stream().map(Validation::listener).toList());
        out.put(
                "targetGroups",
                read.topology().groups().stream().map(Validation::group).toList());
        return JSONObjectUtils.toJSONString(out) + "\n";
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("severity", finding.severity().name());
        fields.put("file", finding.file());
        fields.put("line", finding.line());
        fields.put("resource", finding.resource());
        fields.put("property", finding.property());
        fields.put("message", finding.message());
        return fields;
    }

    private static Map<String, Object> listener(Listener listener) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", listener.id());
        fields.put("loadBalancer", listener.loadBalancer().id());
        fields.put("port", listener.port());
        fields.put("protocol", listener.tls() ? "HTTPS" : "HTTP");
        fields.put("rules", listener.rules().stream().map(RuleText::describe).toList());
        return fields;
    }

    private static Map<String, Object> group(TargetGroupSettings group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", group.id());
        fields.put("protocol", group.tls() ? "HTTPS" : "HTTP");
        fields.put("algorithm", group.algorithm().name().toLowerCase(Locale.ROOT));
        fields.put("deregistrationDelaySeconds", group.deregistrationDelay().toSeconds());
        fields.put("healthCheckPath", group.healthCheck().path());
        fields.put("healthCheckPort", group.healthCheck().port());
        fields.put("healthCheckIntervalSeconds", group.healthCheck().interval().toSeconds());
        fields.put("healthyThreshold", group.healthCheck().healthyThreshold());
        fields.put("unhealthyThreshold", group.healthCheck().unhealthyThreshold());
        fields.put("services", List.copyOf(group.services()));
        return fields;
    }
}
