package io.tradepath.alb;

import java.time.Duration;
import java.util.List;

/**
 * A target group as the template has it.
 *
 * @param id the resource's logical id
 * @param name as in the access log's ARN
 * @param tls whether targets are spoken to by HTTPS; their certificate is not checked, as AWS does not
 * @param deregistrationDelay how long a target that leaves may finish what it has, 0 to 3600 s
 * @param services the ECS services that register their tasks in it
 */
public record TargetGroupSettings(
        String id,
        String name,
        boolean tls,
        HealthCheck healthCheck,
        Algorithm algorithm,
        Stickiness stickiness,
        Duration deregistrationDelay,
        List<String> services) {

    /** Which target takes the next request. */
    public enum Algorithm {
        ROUND_ROBIN,
        LEAST_OUTSTANDING_REQUESTS,
        WEIGHTED_RANDOM
    }

    public TargetGroupSettings {
        services = List.copyOf(services);
    }

    public static TargetGroupSettings withDefaults(String id) {
        return new TargetGroupSettings(
                id,
                id,
                false,
                HealthCheck.withDefaults(),
                Algorithm.ROUND_ROBIN,
                Stickiness.NONE,
                Duration.ofMinutes(5),
                List.of());
    }

    public String arn() {
        return "arn:aws:elasticloadbalancing:local:000000000000:targetgroup/" + name + "/0000000000000000";
    }
}
