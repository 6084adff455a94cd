package io.tradepath.alb;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule does with a request in the end. */
public sealed interface Action {

    /** The action's name as the access log has it. */
    String type();

    /**
     * Forward to one of some groups.
     *
     * @param groups one to five; a group of weight 0 gets nothing
     * @param groupStickiness for how long the cookie AWSALBTG binds a client to a group; null where it does not
     */
    record Forward(List<WeightedGroup> groups, @Nullable Duration groupStickiness) implements Action {
        public static final int GROUPS_MAX = 5;

        public Forward {
            groups = List.copyOf(groups);
            if (groups.isEmpty() || groups.size() > GROUPS_MAX) {
                throw new IllegalArgumentException("a forward action has 1 to 5 target groups, not " + groups.size());
            }
        }

        public int totalWeight() {
            int sum = 0;
            for (WeightedGroup group : groups) {
                sum += group.weight();
            }
            return sum;
        }

        /** The group that a ticket from 0 to the total weight falls to. */
        public String groupAt(int ticket) {
            int left = ticket;
            for (WeightedGroup group : groups) {
                left -= group.weight();
                if (left < 0) {
                    return group.group();
                }
            }
            return groups.getLast().group();
        }

        @Override
        public String type() {
            return "forward";
        }
    }

    /** A target group, by its logical id, and its share: 0 to 999. */
    record WeightedGroup(String group, int weight) {
        public static final int WEIGHT_MAX = 999;

        public WeightedGroup {
            if (weight < 0 || weight > WEIGHT_MAX) {
                throw new IllegalArgumentException("a weight is from 0 to 999, not " + weight);
            }
        }
    }

    /** Each part may hold {@code #{protocol} #{host} #{port} #{path} #{query}}. */
    record Redirect(int status, String protocol, String host, String port, String path, String query)
            implements Action {

        /** The URL to go to, with its port as an Application Load Balancer writes it, also where it is the default. */
        public String location(String fromProtocol, String fromHost, int fromPort, String fromPath, String fromQuery) {
            String toProtocol = fill(protocol, fromProtocol, fromHost, fromPort, fromPath, fromQuery);
            String toHost = fill(host, fromProtocol, fromHost, fromPort, fromPath, fromQuery);
            String toPort = fill(port, fromProtocol, fromHost, fromPort, fromPath, fromQuery);
            String toPath = fill(path, fromProtocol, fromHost, fromPort, fromPath, fromQuery);
            String toQuery = fill(query, fromProtocol, fromHost, fromPort, fromPath, fromQuery);
            return toProtocol.toLowerCase(java.util.Locale.ROOT) + "://" + toHost + ":" + toPort + toPath
                    + (toQuery.isEmpty() ? "" : "?" + toQuery);
        }

        private static String fill(String template, String protocol, String host, int port, String path, String query) {
            if (template.indexOf('#') < 0) {
                return template;
            }
            String withoutSlash = path.startsWith("/") ? path.substring(1) : path;
            return template.replace("/#{path}", "/" + withoutSlash)
                    .replace("#{path}", withoutSlash)
                    .replace("#{protocol}", protocol)
                    .replace("#{host}", host)
                    .replace("#{port}", Integer.toString(port))
                    .replace("#{query}", query);
        }

        @Override
        public String type() {
            return "redirect";
        }
    }

    record FixedResponse(int status, @Nullable String contentType, String body) implements Action {
        public static final int BODY_BYTES_MAX = 1024;

        @Override
        public String type() {
            return "fixed-response";
        }
    }
}
