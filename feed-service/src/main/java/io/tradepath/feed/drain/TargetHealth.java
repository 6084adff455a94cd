package io.tradepath.feed.drain;

import java.io.IOException;
import java.util.Optional;

/** What the load balancer says of this instance. */
public interface TargetHealth extends AutoCloseable {
    /** A target's state, as far as an instance acts on it. */
    enum State {
        SERVING,
        DRAINING,
        /** Not a target, or not any more: nothing follows. An instance that has been drained stays so. */
        NOT_A_TARGET;

        /** What follows from a state by Elastic Load Balancing's names, which are the gateway's as well. */
        static State of(String elbState) {
            return switch (elbState) {
                case "draining", "unhealthy.draining" -> DRAINING;
                case "initial", "healthy", "unhealthy" -> SERVING;
                default -> NOT_A_TARGET;
            };
        }
    }

    /** Asks once, without a second try. */
    State look() throws IOException, InterruptedException;

    @Override
    void close();

    /** Of whom an instance with these settings can ask; empty where nobody can say. */
    static Optional<TargetHealth> of(DrainSettings settings) {
        if (settings.targetGroupArn() != null && settings.taskMetadataUrl() != null) {
            return Optional.of(
                    ElbTargetHealth.inEcs(settings.targetGroupArn(), settings.taskMetadataUrl(), settings.port()));
        }
        if (settings.targetHealthUrl() != null) {
            return Optional.of(new GatewayTargetHealth(settings.targetHealthUrl(), settings.target()));
        }
        return Optional.empty();
    }
}
