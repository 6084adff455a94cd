package io.tradepath.alb;

import java.time.Duration;

/**
 * How a target group asks its targets whether they are well.
 *
 * @param port the port asked; 0 for the port that takes the traffic
 * @param interval 5 to 300 s
 * @param timeout 2 to 120 s
 * @param healthyThreshold successes in a row that make an unhealthy target healthy, 2 to 10
 * @param unhealthyThreshold failures in a row that make a healthy target unhealthy, 2 to 10
 */
public record HealthCheck(
        boolean tls,
        int port,
        String path,
        Duration interval,
        Duration timeout,
        int healthyThreshold,
        int unhealthyThreshold,
        StatusMatcher matcher) {

    public static final String USER_AGENT = "ELB-HealthChecker/2.0";

    public static HealthCheck withDefaults() {
        return new HealthCheck(
                false, 0, "/", Duration.ofSeconds(30), Duration.ofSeconds(5), 5, 2, StatusMatcher.parse("200"));
    }
}
