package io.tradepath.gateway;

import io.tradepath.alb.Action;
import io.tradepath.alb.Condition;
import io.tradepath.alb.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Rules in words. */
final class RuleText {

    private RuleText() {}

    static String condition(Condition condition) {
        return condition.field() + " is " + String.join(" or ", condition.values());
    }

    /** A rule as a map, for JSON. */
    static Map<String, Object> describe(Rule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rule", rule.id());
        fields.put("priority", rule.isDefault() ? "default" : Integer.toString(rule.priority()));
        fields.put(
                "conditions",
                rule.conditions().stream().map(RuleText::condition).toList());
        fields.put("action", action(rule));
        return fields;
    }

    static String action(Rule rule) {
        String token =
                rule.jwt() == null ? "" : "with a valid token of " + rule.jwt().issuer() + ", ";
        return token
                + switch (rule.action()) {
                    case Action.Forward forward ->
                        "forward to "
                                + forward.groups().stream()
                                        .map(group -> forward.groups().size() == 1
                                                ? group.group()
                                                : group.group() + " (" + group.weight() + ")")
                                        .collect(Collectors.joining(", "));
                    case Action.Redirect redirect ->
                        "redirect " + redirect.status() + " to " + redirect.protocol() + "://" + redirect.host() + ":"
                                + redirect.port() + redirect.path();
                    case Action.FixedResponse fixed -> "answer " + fixed.status();
                };
    }
}
