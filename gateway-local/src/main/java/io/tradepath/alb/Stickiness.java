package io.tradepath.alb;

import java.time.Duration;

/** How a target group binds a client to a target. */
public sealed interface Stickiness {

    Stickiness NONE = new None();

    record None() implements Stickiness {}

    /** By the load balancer's own cookies AWSALB and AWSALBCORS. */
    record LoadBalancerCookie(Duration duration) implements Stickiness {}

    /** By AWSALBAPP-0, for as long as the application's own cookie is set. */
    record ApplicationCookie(String name, Duration duration) implements Stickiness {}
}
