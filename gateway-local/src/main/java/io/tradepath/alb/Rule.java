package io.tradepath.alb;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a listener.
 *
 * @param id the resource's logical id, or {@code default}
 * @param priority 1 to 50000, lowest first; 0 for the default actions, which come last
 * @param conditions all must hold; none for the default
 * @param jwt the token check that comes first, where there is one
 * @param hits how many requests the rule took
 */
public record Rule(
        String id,
        int priority,
        List<Condition> conditions,
        @Nullable JwtValidation jwt,
        Action action,
        LongAdder hits) {

    public static final int PRIORITY_MAX = 50_000;
    public static final int VALUES_MAX = 5;
    public static final int WILDCARDS_MAX = 5;
    public static final int PATTERN_LENGTH_MAX = 128;
    public static final String DEFAULT_ID = "default";

    public Rule {
        conditions = List.copyOf(conditions);
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw new IllegalArgumentException("a priority is from 1 to 50000, not " + priority);
        }
    }

    public boolean isDefault() {
        return priority == 0;
    }

    public boolean matches(RoutedRequest request) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).matches(request)) {
                return false;
            }
        }
        return true;
    }

    /** The first condition that does not hold; null where the rule matches. */
    public @Nullable Condition firstUnmet(RoutedRequest request) {
        return conditions.stream()
                .filter(condition -> !condition.matches(request))
                .findFirst()
                .orElse(null);
    }
}
