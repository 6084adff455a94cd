package io.tradepath.feed.drain;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long an instance takes to leave, and who tells it to.
 *
 * @param targetHealthUrl gateway-local's answer {@code {"target": "host:port", "state": "…"}}, or a list of them; none
 *     where it is not in front
 * @param target this instance, as it is called there
 * @param targetGroupArn the target group in AWS; none elsewhere
 * @param taskMetadataUrl where ECS tells the container about itself
 * @param port under which ECS registers this instance
 * @param lookEach between two looks at the target health
 * @param grace from the notice to the first close
 * @param spread from the first close to the last
 * @param terminateGrace as {@code grace}, where the process is asked to end without having been drained
 * @param terminateSpread as {@code spread}, in that case
 */
@ConfigurationProperties("tradepath.feed.drain")
public record DrainSettings(
        @Nullable URI targetHealthUrl,
        String target,
        @Nullable String targetGroupArn,
        @Nullable URI taskMetadataUrl,
        int port,
        Duration lookEach,
        Duration grace,
        Duration spread,
        Duration terminateGrace,
        Duration terminateSpread) {
    public DrainSettings {
        // An empty environment variable is none.
        targetHealthUrl = targetHealthUrl == null || targetHealthUrl.toString().isEmpty() ? null : targetHealthUrl;
        if ((targetGroupArn == null) != (taskMetadataUrl == null)) {
            throw new IllegalArgumentException("target-group-arn and task-metadata-url go together");
        }
        if (targetGroupArn != null && targetHealthUrl != null) {
            throw new IllegalArgumentException("either target-group-arn or target-health-url says who is asked");
        }
    }
}
