package io.tradepath.alb;

import java.time.Duration;

/**
 * A load balancer and the attributes that change what it does.
 *
 * @param id the resource's logical id
 * @param name as in the access log
 * @param idleTimeout after which a silent connection is closed, 1 to 4000 s
 * @param clientKeepAlive how long a client's connection is used at most, 60 to 604800 s
 */
public record LoadBalancer(
        String id,
        String name,
        Duration idleTimeout,
        Duration clientKeepAlive,
        boolean dropInvalidHeaderFields,
        boolean preserveHostHeader,
        ForwardedFor forwardedFor,
        boolean forwardedForClientPort,
        DesyncMode desyncMode) {

    /** How X-Forwarded-For is treated. */
    public enum ForwardedFor {
        APPEND,
        PRESERVE,
        REMOVE
    }

    /** Which classes of request are refused. */
    public enum DesyncMode {
        MONITOR,
        DEFENSIVE,
        STRICTEST
    }

    /** A load balancer with every attribute as AWS sets it. */
    public static LoadBalancer withDefaults(String id) {
        return new LoadBalancer(
                id,
                "app/" + id + "/0000000000000000",
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                false,
                false,
                ForwardedFor.APPEND,
                false,
                DesyncMode.DEFENSIVE);
    }
}
