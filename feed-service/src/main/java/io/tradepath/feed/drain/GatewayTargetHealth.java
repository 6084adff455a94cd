package io.tradepath.feed.drain;

import io.tradepath.events.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Asks the management port of gateway-local. */
final class GatewayTargetHealth implements TargetHealth {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    private final URI url;
    private final String target;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

    /** A group's targets, or the one that the URL names. */
    private record Answer(
            @Nullable List<Target> targets,
            @Nullable String target,
            @Nullable String state) {
        List<Target> all() {
            if (targets != null) {
                return targets;
            }
            return target == null || state == null ? List.of() : List.of(new Target(target, state));
        }
    }

    private record Target(String target, String state) {}

    GatewayTargetHealth(URI url, String target) {
        this.url = url;
        this.target = target;
    }

    @Override
    public State look() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(url).timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("%s answers %d".formatted(url, response.statusCode()));
        }
        try {
            return EventJson.read(response.body(), Answer.class).all().stream()
                    .filter(each -> each.target().equals(target))
                    .map(each -> State.of(each.state()))
                    .findFirst()
                    .orElse(State.NOT_A_TARGET);
        } catch (JacksonException e) {
            throw new IOException("%s answers what cannot be read".formatted(url), e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
