package io.tradepath.feed.drain;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long an instance takes to leave.
 *
 * @param targetHealthUrl answers {@code {"target": "host:port", "state": "…"}}, or a list of them; none
 *     where nobody can say
 * @param target this instance, as it is called there
 * @param grace from the notice to the first close
 * @param spread from the first close to the last
 * @param terminateGrace as {@code grace}, where the process is asked to end without having been drained
 * @param terminateSpread as {@code spread}, in that case
 */
@ConfigurationProperties("tradepath.feed.drain")
public record DrainSettings(
        @Nullable URI targetHealthUrl,
        String target,
        Duration grace,
        Duration spread,
        Duration terminateGrace,
        Duration terminateSpread) {
    public DrainSettings {
        // An empty environment variable is none.
        targetHealthUrl = targetHealthUrl == null || targetHealthUrl.toString().isEmpty() ? null : targetHealthUrl;
    }
}
