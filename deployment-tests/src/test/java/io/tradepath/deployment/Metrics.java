package io.tradepath.deployment;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of the namespace Tradepath, under their names in Prometheus. */
final class Metrics {
    private static final Pattern IN_ALARM = Pattern.compile(
            "MetricName: (\\w+)\n +Dimensions:\n +- \\{Name: Service, Value: (\\w+)}", Pattern.MULTILINE);
    private static final Pattern ON_DASHBOARD =
            Pattern.compile("\\[\"Tradepath\", \"(\\w+)\", \"Service\", \"(\\w+)\"");
    private static final Pattern KEPT = Pattern.compile("regex: (\\S+)\n +action: keep");

    private Metrics() {}

    /** What alarms, dashboard and scaling policies name, by service. */
    static Map<String, Set<String>> askedFor() {
        Map<String, Set<String>> asked = new TreeMap<>();
        String watch = Project.text(Project.infra().resolve("watch.yaml"));
        String suite = Project.text(Project.infra().resolve("tradepath.yaml"));
        for (Matcher matcher :
                new Matcher[] {IN_ALARM.matcher(watch), ON_DASHBOARD.matcher(watch), IN_ALARM.matcher(suite)}) {
            while (matcher.find()) {
                asked.computeIfAbsent(matcher.group(2), _ -> new TreeSet<>()).add(matcher.group(1));
            }
        }
        return asked;
    }

    static Pattern passedByTheCollectors() {
        Matcher matcher = KEPT.matcher(Project.text(Project.infra().resolve("tradepath.yaml")));
        if (!matcher.find()) {
            throw new AssertionError("the collectors' configuration keeps no metrics by name");
        }
        return Pattern.compile(matcher.group(1));
    }
}
