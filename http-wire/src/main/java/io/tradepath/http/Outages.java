package io.tradepath.http;

import java.util.Optional;

/** Tells a service's own faults from those of what it needs. A service that needs nothing for an answer has none. */
@FunctionalInterface
public interface Outages {
    /**
     * What is away, in words for a client, where that is why a request failed; it is answered 503 and may be repeated.
     */
    Optional<String> behind(Exception failure);
}
