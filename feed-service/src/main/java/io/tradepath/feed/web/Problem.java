package io.tradepath.feed.web;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * An error as clients read it (RFC 9457).
 *
 * @param type the stable name of the error; texts may change
 * @param instance the path that was asked for
 */
public record Problem(URI type, String title, int status, String detail, String instance) {
    private static final String TYPES = "https://tradepath.io/problems/";

    /**
     * A problem of this service's own.
     *
     * @param name in kebab case, such as {@code account-not-active}
     */
    static Problem of(HttpStatusCode status, String name, String detail, String instance) {
        String title = name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1).replace('-', ' ');
        return new Problem(URI.create(TYPES + name), title, status.value(), detail, instance);
    }

    /** A problem that the status says all of: {@code not-found}, {@code method-not-allowed}. */
    static Problem of(HttpStatusCode status, String detail, String instance) {
        HttpStatus known = HttpStatus.resolve(status.value());
        String name = known == null
                ? (status.is4xxClientError() ? "bad-request" : "internal-server-error")
                : known.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return of(status, name, detail, instance);
    }
}
