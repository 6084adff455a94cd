package io.tradepath.openapi;

import io.swagger.v3.oas.models.media.Schema;
import io.tradepath.events.SequencedEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service says of its API beyond its code.
 *
 * @param title of the document
 * @param summary what the service is for
 * @param endpoints by controller and method, {@code Order.place}; there must be one for each
 * @param requests the required fields of each body that the service reads, by the name of its record; a body with a
 *     field that is not described is refused
 * @param event what event logs consist of; null where there is none
 * @param problemMembers members that some problems have beside those of RFC 9457
 */
public record ApiDescription(
        String title,
        String summary,
        Map<String, Endpoint> endpoints,
        Map<String, List<String>> requests,
        @Nullable Class<? extends SequencedEvent> event,
        Map<String, Schema<?>> problemMembers) {
    public ApiDescription {
        endpoints = Map.copyOf(endpoints);
        requests = Map.copyOf(requests);
        problemMembers = Map.copyOf(problemMembers);
    }
}
