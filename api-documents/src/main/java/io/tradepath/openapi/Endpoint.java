package io.tradepath.openapi;

import java.util.List;
import java.util.Set;

/**
 * What an endpoint's code does not say.
 *
 * @param summary what it is for, in the imperative
 * @param scope that its token must have
 * @param status of the answer where all went well
 * @param headers of that answer, beside those that every answer has
 */
public record Endpoint(String summary, String scope, String status, Set<ResponseHeader> headers) {
    public Endpoint(String summary, String scope, String status, ResponseHeader... headers) {
        this(summary, scope, status, Set.copyOf(List.of(headers)));
    }
}
