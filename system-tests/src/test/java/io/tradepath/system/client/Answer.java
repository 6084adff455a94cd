package io.tradepath.system.client;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** A whole HTTP answer. */
public record Answer(int status, HttpHeaders headers, JsonNode body) {
    /** A text field of the body. */
    public String text(String field) {
        return body.path(field).asString();
    }

    /** The answer, where it has this status. */
    public Answer expect(int expected) {
        if (status != expected) {
            throw new AssertionError("%d instead of %d: %s".formatted(status, expected, body));
        }
        return this;
    }
}
