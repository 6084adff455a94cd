package io.tradepath.alb;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that the templates say: listeners with their rules, and target groups. */
public record Topology(List<Listener> listeners, List<TargetGroupSettings> groups) {

    public Topology {
        listeners = List.copyOf(listeners);
        groups = List.copyOf(groups);
    }

    public @Nullable Listener listener(String id) {
        return listeners.stream()
                .filter(listener -> listener.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** The ids of the groups that a rule of one of the listeners forwards to. */
    public static Set<String> groupsOf(List<Listener> listeners) {
        return listeners.stream()
                .flatMap(listener -> listener.rules().stream())
                .filter(rule -> rule.action() instanceof Action.Forward)
                .flatMap(rule -> ((Action.Forward) rule.action()).groups().stream())
                .map(Action.WeightedGroup::group)
                .collect(Collectors.toSet());
    }
}
