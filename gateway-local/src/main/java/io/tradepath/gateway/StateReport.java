package io.tradepath.gateway;

import io.tradepath.alb.Condition;
import io.tradepath.alb.Listener;
import io.tradepath.alb.LoadBalancer;
import io.tradepath.alb.Metrics;
import io.tradepath.alb.RoutedRequest;
import io.tradepath.alb.Rule;
import io.tradepath.alb.TargetGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the gateway shows of itself: as JSON, as a page, and as metrics. */
final class StateReport {

    private StateReport() {}

    static Map<String, Object> state(Gateway gateway) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put(
                "listeners",
                gateway.listeners().stream().map(StateReport::listener).toList());
        state.put(
                "targetGroups",
                gateway.groups().values().stream().map(StateReport::group).toList());
        state.put(
                "recent",
                gateway.recent().newestFirst().stream().map(StateReport::recent).toList());
        Map<String, Object> metrics = new LinkedHashMap<>();
        gateway.metrics().forEach((lb, values) -> metrics.put(lb.id(), new LinkedHashMap<>(values.values())));
        state.put("metrics", metrics);
        return state;
    }

    private static Map<String, Object> listener(ServedListener served) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("listener", served.listener().id());
        fields.put("loadBalancer", served.listener().loadBalancer().id());
        fields.put("url", served.protocol() + "://localhost:" + served.port());
        fields.put(
                "rules",
                served.listener().rules().stream().map(StateReport::rule).toList());
        return fields;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> fields = RuleText.describe(rule);
        fields.put("hits", rule.hits().sum());
        return fields;
    }

    private static Map<String, Object> group(TargetGroup group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("targetGroup", group.id());
        fields.put("services", group.settings().services());
        fields.put("healthCheckPath", group.settings().healthCheck().path());
        fields.put("targets", ManagementServer.describe(group));
        return fields;
    }

    private static Map<String, Object> recent(RecentRequests.Recent recent) {
        Map<String, Object> fields = new LinkedHashMap<>();
        RoutedRequest request = recent.request();
        fields.put("at", recent.exchange().startedAt.toString());
        fields.put("listener", recent.listener().id());
        fields.put("request", request.head().method() + " " + request.head().target());
        fields.put("host", request.head().host());
        fields.put("rule", recent.rule().id());
        fields.put("passedOver", passedOver(recent.listener(), request, recent.rule()));
        fields.put("status", recent.exchange().elbStatus);
        return fields;
    }

    /** Why each rule before the one that matched did not. */
    static List<String> passedOver(Listener listener, RoutedRequest request, Rule matched) {
        List<String> reasons = new ArrayList<>();
        for (Rule rule : listener.rules()) {
            if (rule.equals(matched)) {
                break;
            }
            Condition unmet = rule.firstUnmet(request);
            if (unmet != null) {
                reasons.add(rule.id() + " (" + rule.priority() + "): " + unmet.field() + " is " + unmet.seen(request)
                        + ", not " + String.join(" or ", unmet.values()));
            }
        }
        return reasons;
    }

    /** The Prometheus text format, under CloudWatch's names. */
    static String metrics(Gateway gateway) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<LoadBalancer, Metrics> entry : gateway.metrics().entrySet()) {
            String label = "{LoadBalancer=\"" + entry.getKey().id() + "\"} ";
            entry.getValue()
                    .values()
                    .forEach((name, value) ->
                            out.append(name).append(label).append(value).append('\n'));
            out.append("RuleEvaluations")
                    .append(label)
                    .append(ruleEvaluations(gateway, entry.getKey()))
                    .append('\n');
        }
        for (TargetGroup group : gateway.groups().values()) {
            String label = "{TargetGroup=\"" + group.id() + "\"} ";
            out.append("HealthyHostCount")
                    .append(label)
                    .append(group.healthyCount())
                    .append('\n');
            out.append("UnHealthyHostCount")
                    .append(label)
                    .append(group.unhealthyCount())
                    .append('\n');
        }
        return out.toString();
    }

    /** Each hit of a rule took as many looks as there are rules up to it. */
    private static long ruleEvaluations(Gateway gateway, LoadBalancer loadBalancer) {
        long sum = 0;
        for (ServedListener served : gateway.listeners()) {
            if (served.listener().loadBalancer().equals(loadBalancer)) {
                List<Rule> rules = served.listener().rules();
                for (int i = 0; i < rules.size(); i++) {
                    sum += rules.get(i).hits().sum() * (i + 1);
                }
            }
        }
        return sum;
    }

    static String page(Gateway gateway) {
        StringBuilder out = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>gateway-local</title><style>body{font:14px system-ui;margin:2em}table{border-collapse:"
                + "collapse;margin:.5em 0 2em}td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left;"
                + "vertical-align:top}</style></head><body><h1>gateway-local</h1>"
                + "<p><a href=\"/__alb/state.json\">as JSON</a> · <a href=\"/metrics\">metrics</a></p>");
        for (ServedListener served : gateway.listeners()) {
            out.append("<h2>Listener ").append(html(served.listener().id())).append(" on ");
            out.append(served.protocol())
                    .append("://localhost:")
                    .append(served.port())
                    .append("</h2>");
            table(out, "Priority", "Rule", "Conditions", "Action", "Hits");
            for (Rule rule : served.listener().rules()) {
                row(
                        out,
                        rule.isDefault() ? "default" : Integer.toString(rule.priority()),
                        rule.id(),
                        String.join(
                                "\n",
                                rule.conditions().stream()
                                        .map(RuleText::condition)
                                        .toList()),
                        RuleText.action(rule),
                        Long.toString(rule.hits().sum()));
            }
            out.append("</table>");
        }
        out.append("<h2>Targets</h2>");
        table(out, "Group", "Target", "State", "Reason", "Outstanding", "Requests");
        for (TargetGroup group : gateway.groups().values()) {
            group.targets()
                    .forEach(target -> row(
                            out,
                            group.id(),
                            target.address(),
                            target.health().state().label(),
                            target.health().reason() + " " + target.health().description(),
                            Integer.toString(target.outstanding()),
                            Long.toString(target.requests())));
        }
        out.append("</table><h2>Last requests</h2>");
        table(out, "At", "Request", "Host", "Rule", "Status", "Rules before it");
        for (RecentRequests.Recent recent : gateway.recent().newestFirst()) {
            RoutedRequest request = recent.request();
            row(
                    out,
                    recent.exchange().startedAt.toString(),
                    request.head().method() + " " + request.head().target(),
                    request.head().host(),
                    recent.rule().id(),
                    Integer.toString(recent.exchange().elbStatus),
                    String.join("\n", passedOver(recent.listener(), request, recent.rule())));
        }
        return out.append("</table></body></html>").toString();
    }

    private static void table(StringBuilder out, String... heads) {
        out.append("<table><tr>");
        for (String head : heads) {
            out.append("<th>").append(head).append("</th>");
        }
        out.append("</tr>");
    }

    private static void row(StringBuilder out, String... cells) {
        out.append("<tr>");
        for (String cell : cells) {
            out.append("<td>").append(html(cell).replace("\n", "<br>")).append("</td>");
        }
        out.append("</tr>");
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
