package io.tradepath.alb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A port of a load balancer with its rules.
 *
 * @param id the resource's logical id
 * @param port the port that the template names
 * @param tls whether the template's protocol is HTTPS
 * @param rules by priority, the default last
 */
public record Listener(String id, LoadBalancer loadBalancer, int port, boolean tls, List<Rule> rules) {

    public static final int RULES_MAX = 100;

    public Listener {
        List<Rule> sorted = new ArrayList<>(rules);
        sorted.sort(Comparator.comparing(Rule::isDefault).thenComparingInt(Rule::priority));
        rules = List.copyOf(sorted);
        if (rules.isEmpty() || !rules.getLast().isDefault()) {
            throw new IllegalArgumentException("listener " + id + " has no default action");
        }
    }

    /** The rule that takes a request: the first that matches. Later ones are not looked at. */
    public Rule ruleFor(RoutedRequest request) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.matches(request)) {
                return rule;
            }
        }
        throw new IllegalStateException("the default rule has no conditions");
    }
}
